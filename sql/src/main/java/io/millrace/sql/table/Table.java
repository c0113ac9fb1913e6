// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import io.millrace.sql.row.AnnotationRow;
import io.millrace.sql.row.ControlRow;
import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.row.DeletedContentRow;
import io.millrace.sql.row.DeletedSpanRow;
import io.millrace.sql.row.DeletedTraceRow;
import io.millrace.sql.row.DeletionRow;
import io.millrace.sql.row.LatencyMinuteRow;
import io.millrace.sql.row.LedgerMinuteRow;
import io.millrace.sql.row.ProgressRow;
import io.millrace.sql.row.Row;
import io.millrace.sql.row.SpanContentRow;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.ToolMinuteRow;
import io.millrace.sql.row.TraceInfoRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.sql.row.UsageMinuteRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is written, each into a physical table (deleted rows into that of the rows that they
 * replace), in the order in which a checkpoint's rows are committed: {@link #PROGRESS}, which says
 * what the others hold, is last. A table's insert statement and its encoder come from the same list
 * of columns, so they cannot drift apart.
 */
public enum Table {
  SPANS(of("span_rows", SpanRow.class, SpanColumns.SPANS)),
  SPAN_CONTENT(of("span_content_rows", SpanContentRow.class, SpanColumns.CONTENT)),
  TRACES(of("trace_rows", TraceRow.class, TraceColumns.TRACES)),
  USAGE_MINUTES(of("usage_minutes", UsageMinuteRow.class, MinuteColumns.USAGE)),
  TOOL_MINUTES(of("tool_minutes", ToolMinuteRow.class, MinuteColumns.TOOLS)),
  LATENCY_MINUTES(of("latency_minutes", LatencyMinuteRow.class, MinuteColumns.LATENCY)),
  LEDGER_MINUTES(of("ledger_minutes", LedgerMinuteRow.class, MinuteColumns.LEDGER)),
  DELETED_SPANS(of("span_rows", DeletedSpanRow.class, DeletionColumns.SPANS)),
  DELETED_CONTENT(of("span_content_rows", DeletedContentRow.class, DeletionColumns.CONTENT)),
  DELETED_TRACES(of("trace_rows", DeletedTraceRow.class, DeletionColumns.TRACES)),
  DELETIONS(of("deletion_rows", DeletionRow.class, DeletionColumns.DELETIONS)),
  ANNOTATIONS(of("annotation_rows", AnnotationRow.class, AnnotationColumns.ANNOTATIONS)),
  TRACE_INFO(of("trace_info_rows", TraceInfoRow.class, AnnotationColumns.TRACE_INFO)),
  CONTROL(of("control_rows", ControlRow.class, AnnotationColumns.CONTROL)),
  DEAD_LETTERS(of("dead_letter_rows", DeadLetterRow.class, LogColumns.DEAD_LETTERS)),
  PROGRESS(of("progress_rows", ProgressRow.class, LogColumns.PROGRESS));

  /** Physical name of the copy of {@link #TRACES} that ClickHouse writes by itself. */
  public static final String TRACES_BY_ARRIVAL = "trace_arrivals";

  /** Rows are made by the thousand: each is encoded in the same buffer and copied once. */
  private static final ThreadLocal<RowBinaryBuffer> SCRATCH =
      ThreadLocal.withInitial(RowBinaryBuffer::new);

  private static final Map<Class<?>, Table> BY_ROW = new HashMap<>();

  static {
    for (Table table : values()) {
      BY_ROW.put(table.layout.rowClass, table);
    }
  }

  // Immutable in fact: a list made by List.of, of records that hold functions without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Layout<?> layout;

  private final String insertStatement;

  Table(Layout<?> layout) {
    this.layout = layout;
    this.insertStatement =
        layout.columns.stream()
            .map(Column::name)
            .collect(
                Collectors.joining(
                    ", ", "INSERT INTO " + layout.name + " (", ") FORMAT RowBinary"));
  }

  /** The table that rows of this class go to. */
  public static Table of(Row row) {
    return BY_ROW.get(row.getClass());
  }

  /** The physical name, without a database. */
  public String physicalName() {
    return layout.name;
  }

  /**
   * The insert that goes with the bytes of {@link #encode}. It names every column, so bytes frozen
   * in a checkpoint are still understood after a migration has added one: freeze both together.
   */
  public String insertStatement() {
    return insertStatement;
  }

  /**
   * Column name → type as ClickHouse writes it, in the order of the insert. For checks and tests.
   */
  public List<Map.Entry<String, String>> columns() {
    return layout.columns.stream().map(c -> Map.entry(c.name(), c.type())).toList();
  }

  /**
   * One row in RowBinary.
   *
   * @throws ClassCastException if the row belongs to another table
   */
  public byte[] encode(Row row) {
    RowBinaryBuffer out = SCRATCH.get();
    out.clear();
    encode(row, out);
    return out.toByteArray();
  }

  /**
   * Appends one row in RowBinary.
   *
   * @throws ClassCastException if the row belongs to another table
   */
  public void encode(Row row, RowBinaryBuffer out) {
    layout.encode(row, out);
  }

  private static <R extends Row> Layout<R> of(
      String name, Class<R> rowClass, List<Column<R>> columns) {
    return new Layout<>(name, rowClass, columns);
  }

  private record Layout<R extends Row>(String name, Class<R> rowClass, List<Column<R>> columns) {
    void encode(Row row, RowBinaryBuffer out) {
      R typed = rowClass.cast(row);
      for (Column<R> column : columns) {
        column.cell().write(typed, out);
      }
    }
  }
}
