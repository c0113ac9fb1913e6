// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.nio.ByteBuffer;

/**
 * Rows of one table: what one insert takes. The statement is kept with the rows, so that a batch
 * frozen by one version of Millrace can be inserted by the next.
 *
 * @param insertStatement names the columns that the rows hold
 * @param rows one after the other, RowBinary, in an array that another may own: from the buffer's
 *     start to its end
 * @param rowEnds where each row ends in it, ascending
 * @param last whether it must be inserted after all others of its checkpoint (progress)
 */
record TableBatch(String insertStatement, ByteBuffer rows, int[] rowEnds, boolean last) {
  int rowCount() {
    return rowEnds.length;
  }

  /** Rows from (inclusive) to (exclusive) as a batch of their own, in the same array. */
  TableBatch slice(int from, int to) {
    int start = from == 0 ? 0 : rowEnds[from - 1];
    int[] ends = new int[to - from];
    for (int i = from; i < to; i++) {
      ends[i - from] = rowEnds[i] - start;
    }
    return new TableBatch(insertStatement, rows.slice(start, rowEnds[to - 1] - start), ends, last);
  }
}
