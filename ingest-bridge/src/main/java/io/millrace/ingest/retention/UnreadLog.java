// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

/**
 * One partition of a raw topic as its reader sees it. All offsets are Kafka's.
 *
 * @param partition {@code topic-number}
 * @param beginOffset first that is still kept
 * @param endOffset of the next record to come
 * @param readOffset next that the reader will read, as it has committed; {@link #NOT_READ} = it has
 *     committed nothing
 * @param dueOffset first record that is younger than the share of the retention that unread records
 *     may take; the end if none is
 * @param bytes that the partition takes on disk, of its fullest replica
 * @param retention what the broker keeps of it
 */
record UnreadLog(
    String partition,
    long beginOffset,
    long endOffset,
    long readOffset,
    long dueOffset,
    long bytes,
    Retention retention) {
  static final long NOT_READ = -1;

  /**
   * How long and how much a topic is kept, as the brokers have it.
   *
   * @param millis -1 = for ever
   * @param bytes of each partition; -1 = any
   */
  record Retention(long millis, long bytes) {}

  /** Records still to be read. */
  long unreadRecords() {
    return endOffset - firstUnread();
  }

  /** Records that expired before they were read: lost to the numbers. */
  long lostRecords() {
    return readOffset == NOT_READ ? 0 : Math.max(0, beginOffset - readOffset);
  }

  /** Whether an unread record is older than it may be. */
  boolean overdue() {
    return retention.millis() >= 0 && firstUnread() < dueOffset;
  }

  /** Share of the partition's bytes that is unread, by records, of what the topic may hold. */
  boolean crowded(int maxUnreadPercent) {
    long kept = endOffset - beginOffset;
    if (retention.bytes() < 0 || kept <= 0) {
      return false;
    }
    double unreadBytes = (double) bytes * unreadRecords() / kept;
    return unreadBytes * 100 > (double) retention.bytes() * maxUnreadPercent;
  }

  private long firstUnread() {
    return Math.min(endOffset, Math.max(beginOffset, readOffset));
  }
}
