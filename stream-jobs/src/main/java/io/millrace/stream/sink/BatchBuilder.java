// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.table.Table;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows of one table into batches of bounded size. Not thread-safe. */
final class BatchBuilder {
  /**
   * Well inside what one block of one part may hold, and small enough to be sent again without
   * pain.
   */
  private static final int MAX_ROWS = 20_000;

  private static final int MAX_BYTES = 8 << 20;

  private final Table table;
  private final List<TableBatch> full = new ArrayList<>();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();

  BatchBuilder(Table table) {
    this.table = table;
  }

  void add(byte[] row) {
    if (!ends.isEmpty() && (ends.size() == MAX_ROWS || bytes.size() + row.length > MAX_BYTES)) {
      cut();
    }
    bytes.writeBytes(row);
    ends.add(bytes.size());
  }

  /** Bytes held, those of full batches included. */
  long byteCount() {
    return full.stream().mapToLong(batch -> batch.bytes().length).sum() + bytes.size();
  }

  /** All rows since the last drain. */
  List<TableBatch> drain() {
    cut();
    List<TableBatch> drained = List.copyOf(full);
    full.clear();
    return drained;
  }

  private void cut() {
    if (ends.isEmpty()) {
      return;
    }
    int[] rowEnds = ends.stream().mapToInt(Integer::intValue).toArray();
    boolean last = table == Table.PROGRESS;
    full.add(new TableBatch(table.insertStatement(), bytes.toByteArray(), rowEnds, last));
    bytes = new ByteArrayOutputStream();
    ends.clear();
  }
}
