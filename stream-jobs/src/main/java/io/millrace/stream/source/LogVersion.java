// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/**
 * A record's place in the log as one number that grows: the time at which the broker appended it,
 * in milliseconds, then its offset. Records of one key are in one partition, so the offset alone
 * would do; the time before it keeps the order when a topic is given more partitions, after which a
 * key begins again at lower offsets.
 */
final class LogVersion {
  private static final int OFFSET_BITS = 22;

  private LogVersion() {}

  static long of(RawRecord record) {
    long offset = record.offset & ((1L << OFFSET_BITS) - 1);
    return (record.timestampMillis << OFFSET_BITS) | offset;
  }
}
