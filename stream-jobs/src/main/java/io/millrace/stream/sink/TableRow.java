// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.row.Row;
import io.millrace.sql.table.Table;

/**
 * A row on its way to a table, encoded where it was made: the sink only collects bytes. Public
 * fields and an empty constructor make it a Flink POJO.
 */
public class TableRow {
  /** Name of the {@link Table}. */
  public String table;

  /** RowBinary. */
  public byte[] bytes;

  public TableRow() {}

  /** The row in its table's encoding. */
  public TableRow(Table table, Row row) {
    this(table, table.encode(row));
  }

  /** A row that is encoded already. */
  public TableRow(Table table, byte[] bytes) {
    this.table = table.name();
    this.bytes = bytes;
  }
}
