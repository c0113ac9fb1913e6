// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.bytes;
import static io.millrace.sql.table.Column.dateTime64;
import static io.millrace.sql.table.Column.int32;
import static io.millrace.sql.table.Column.lowCardinality;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;

import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.row.ProgressRow;
import java.util.List;

/** The columns of the tables that are keyed by places in the log. */
final class LogColumns {
  static final List<Column<DeadLetterRow>> DEAD_LETTERS =
      List.of(
          uInt32("gen", DeadLetterRow::gen),
          dateTime64("received_time", DeadLetterRow::receivedTimeUnixNano),
          string("workspace", DeadLetterRow::workspace),
          lowCardinality("topic", DeadLetterRow::topic),
          int32("partition", DeadLetterRow::partition),
          uInt64("offset", DeadLetterRow::offset),
          int32("position", DeadLetterRow::position),
          string("reason", DeadLetterRow::reason),
          bytes("bytes", DeadLetterRow::bytes),
          uInt64("version", DeadLetterRow::version));

  static final List<Column<ProgressRow>> PROGRESS =
      List.of(
          uInt32("gen", ProgressRow::gen),
          lowCardinality("topic", ProgressRow::topic),
          uInt32("partition", ProgressRow::partition),
          uInt64("epoch", ProgressRow::epoch),
          uInt32("parallelism", ProgressRow::parallelism),
          uInt32("subtask", ProgressRow::subtask),
          uInt64("next_offset", ProgressRow::nextOffset),
          dateTime64("committed_time", ProgressRow::committedTimeUnixNano));

  private LogColumns() {}
}
