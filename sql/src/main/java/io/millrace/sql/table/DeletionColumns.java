// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.bool;
import static io.millrace.sql.table.Column.bytes;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.strings;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;

import io.millrace.sql.row.DeletedContentRow;
import io.millrace.sql.row.DeletedSpanRow;
import io.millrace.sql.row.DeletedTraceRow;
import io.millrace.sql.row.DeletionRow;
import java.util.List;

/**
 * What is written where something is deleted: of the tables of spans and traces only the columns
 * that a deleted row has, the others are as empty as the engine makes them.
 */
final class DeletionColumns {
  static final List<Column<DeletedSpanRow>> SPANS =
      List.of(
          uInt32("gen", DeletedSpanRow::gen),
          string("workspace", DeletedSpanRow::workspace),
          string("trace_id", DeletedSpanRow::traceId),
          string("span_id", DeletedSpanRow::spanId),
          bytes("fact", DeletedSpanRow::fact),
          uInt64("version", DeletedSpanRow::version),
          bool("deleted", row -> true));

  static final List<Column<DeletedContentRow>> CONTENT =
      List.of(
          uInt32("gen", DeletedContentRow::gen),
          string("workspace", DeletedContentRow::workspace),
          string("trace_id", DeletedContentRow::traceId),
          string("span_id", DeletedContentRow::spanId),
          uInt64("version", DeletedContentRow::version),
          bool("deleted", row -> true));

  static final List<Column<DeletedTraceRow>> TRACES =
      List.of(
          uInt32("gen", DeletedTraceRow::gen),
          string("workspace", DeletedTraceRow::workspace),
          string("trace_id", DeletedTraceRow::traceId),
          bytes("state", DeletedTraceRow::state),
          uInt64("version", DeletedTraceRow::version),
          bool("deleted", row -> true),
          uInt64("first_version", DeletedTraceRow::firstVersion));

  static final List<Column<DeletionRow>> DELETIONS =
      List.of(
          uInt32("gen", DeletionRow::gen),
          string("workspace", DeletionRow::workspace),
          string("trace_id", DeletionRow::traceId),
          bool("whole", DeletionRow::whole),
          strings("span_ids", DeletionRow::spanIds),
          uInt64("version", DeletionRow::version));

  private DeletionColumns() {}
}
