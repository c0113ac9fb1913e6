// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.table.Table;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Inserts content when enough has come, and all that is left at the barrier. */
final class ContentWriter implements SinkWriter<TableRow> {
  /**
   * About what 10,000 spans have: each insert makes a part, and parts are merged, so that twice as
   * large ones cost ClickHouse half as much.
   */
  private static final int INSERT_AT_BYTES = 32 << 20;

  private final Runnable closeTables;
  private final BatchInserter inserter;
  private final BatchBuilder rows = new BatchBuilder(Table.SPAN_CONTENT, INSERT_AT_BYTES);

  ContentWriter(Runnable closeTables, BatchInserter inserter) {
    this.closeTables = closeTables;
    this.inserter = inserter;
  }

  @Override
  public void write(TableRow row, Context context) throws InterruptedException {
    if (!rows.hasRoomFor(row.bytes)) {
      flush(false);
    }
    rows.add(row.bytes);
  }

  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    if (!rows.isEmpty()) {
      inserter.insert(rows.cut());
    }
  }

  @Override
  public void close() {
    closeTables.run();
  }
}
