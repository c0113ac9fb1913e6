// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/**
 * "Everything before this offset is behind the barrier that follows", addressed to one subtask of
 * the sink. It cannot be a property of records: a subtask that sees no record of a partition would
 * hold the partition back for ever.
 */
public class ProgressMarker {
  /** The sink's subtask. */
  public int subtask;

  /** A row of {@code progress_rows}, RowBinary. */
  public byte[] row;

  public ProgressMarker() {}

  /** A row for one subtask. */
  public ProgressMarker(int subtask, byte[] row) {
    this.subtask = subtask;
    this.row = row;
  }
}
