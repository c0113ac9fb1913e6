// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Asks the brokers what the guard must know. */
interface BrokerSurvey {
  /**
   * The partitions of the topics that a job reads.
   *
   * @param maxUnreadPercent share of the retention that {@link UnreadLog#dueOffset} stands for
   */
  List<UnreadLog> unread(int maxUnreadPercent, Instant now)
      throws InterruptedException, ExecutionException, TimeoutException;

  /** The log directories of all brokers; empty where they do not tell. */
  List<DiskSpace> disks() throws InterruptedException, ExecutionException, TimeoutException;
}
