// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.generation;

/**
 * How a replay stands beside the generation that the views show.
 *
 * @param behindRecords that the shown generation holds and the replay does not yet
 * @param lackingMinutes minutes of which the replay counts less than the shown generation; once it
 *     is not behind, the log had lost what they lack
 */
public record ReplayStanding(long behindRecords, long lackingMinutes) {
  /** Whether it holds all that the shown generation holds, and perhaps more. */
  public boolean caughtUp() {
    return behindRecords == 0;
  }
}
