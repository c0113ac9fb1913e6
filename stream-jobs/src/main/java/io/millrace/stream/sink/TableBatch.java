// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.util.Arrays;

/**
 * Rows of one table, frozen: what a checkpoint holds and a commit inserts. The statement is kept
 * with the rows, so that a batch frozen by one version of Millrace can be inserted by the next.
 *
 * @param insertStatement names the columns that the bytes hold
 * @param bytes rows one after the other, RowBinary
 * @param rowEnds where each row ends in the bytes, ascending
 * @param last whether it must be inserted after all others of its checkpoint (progress)
 */
record TableBatch(String insertStatement, byte[] bytes, int[] rowEnds, boolean last) {
  int rowCount() {
    return rowEnds.length;
  }

  /** Rows from (inclusive) to (exclusive) as a batch of their own. */
  TableBatch slice(int from, int to) {
    int start = from == 0 ? 0 : rowEnds[from - 1];
    byte[] part = Arrays.copyOfRange(bytes, start, rowEnds[to - 1]);
    int[] ends = new int[to - from];
    for (int i = from; i < to; i++) {
      ends[i - from] = rowEnds[i] - start;
    }
    return new TableBatch(insertStatement, part, ends, last);
  }
}
