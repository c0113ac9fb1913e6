// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.eviction;

/**
 * Remembers which checkpoints have completed. What was emitted before a barrier is committed once
 * its checkpoint has completed, by another task that may be a moment behind; when a second one has
 * completed, that task has been through the first.
 */
public final class CompletedCheckpoints {
  private long last;
  private long beforeLast;

  /**
   * Begins anew.
   *
   * @param restoredId the checkpoint that was restored; 0 without one
   */
  public CompletedCheckpoints(long restoredId) {
    this.last = restoredId;
  }

  /** A notification; Flink may leave some out. */
  public void completed(long checkpointId) {
    if (checkpointId > last) {
      beforeLast = last;
      last = checkpointId;
    }
  }

  /** Whether two have completed from this one on. */
  public boolean twiceSince(long checkpointId) {
    return beforeLast >= checkpointId;
  }
}
