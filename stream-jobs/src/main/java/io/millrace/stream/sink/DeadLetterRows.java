// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.schemas.DeadLetter;
import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;

/**
 * Rows of {@code dead_letters}: keyed by where the letter stood in the log, so that reading it
 * again changes nothing.
 */
public final class DeadLetterRows {
  /** A place in the log is dead-lettered once, so one version is enough. */
  private static final long ONLY_VERSION = 1;

  private DeadLetterRows() {}

  /** The row of a letter. */
  public static TableRow row(int generation, DeadLetter letter) {
    ByteBuffer payload = letter.getPayload().duplicate();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    DeadLetterRow row =
        new DeadLetterRow(
            generation,
            letter.getReceivedTimeUnixNano(),
            letter.getWorkspace(),
            letter.getTopic(),
            letter.getPartition(),
            letter.getOffset(),
            letter.getPosition(),
            letter.getReason(),
            bytes,
            ONLY_VERSION);
    return new TableRow(Table.DEAD_LETTERS, row);
  }
}
