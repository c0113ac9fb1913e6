// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the rows of one table into batches of bounded size, all of them in one array: a new one
 * for each batch, of megabytes, would go straight to the old part of the heap. Not thread-safe.
 */
final class BatchBuilder {
  /** Well inside what one block of one part may hold. */
  private static final int MAX_ROWS = 100_000;

  private static final int FIRST_BYTES = 64 << 10;
  private static final int FIRST_ROWS = 256;

  private final Table table;
  private final int maxBytes;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int[] ends = new int[FIRST_ROWS];
  private int rowCount;

  /**
   * @param maxBytes of a batch; a row that is larger is a batch alone
   */
  BatchBuilder(Table table, int maxBytes) {
    this.table = table;
    this.maxBytes = maxBytes;
  }

  /** Whether the row may join those that are there; else these must be cut off first. */
  boolean hasRoomFor(byte[] row) {
    return rowCount == 0 || (rowCount < MAX_ROWS && row.length <= maxBytes - byteCount());
  }

  void add(byte[] row) {
    int start = byteCount();
    int end = Math.addExact(start, row.length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(2L * bytes.length, maxBytes)));
    }
    if (rowCount == ends.length) {
      ends = Arrays.copyOf(ends, 2 * rowCount);
    }
    System.arraycopy(row, 0, bytes, start, row.length);
    ends[rowCount++] = end;
  }

  boolean isEmpty() {
    return rowCount == 0;
  }

  /** All rows since the last cut. They are good until the next {@link #add}. */
  TableBatch cut() {
    TableBatch batch =
        new TableBatch(
            table.insertStatement(),
            ByteBuffer.wrap(bytes, 0, byteCount()).slice(),
            Arrays.copyOf(ends, rowCount),
            table == Table.PROGRESS);
    rowCount = 0;
    if (bytes.length > maxBytes) {
      bytes = new byte[FIRST_BYTES];
    }
    return batch;
  }

  private int byteCount() {
    return rowCount == 0 ? 0 : ends[rowCount - 1];
  }
}
