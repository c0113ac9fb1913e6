// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.dateTime64;
import static io.millrace.sql.table.Column.enum8;
import static io.millrace.sql.table.Column.lowCardinality;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;

import io.millrace.sql.row.AnnotationRow;
import io.millrace.sql.row.ControlRow;
import io.millrace.sql.row.TraceInfoRow;
import java.util.List;

/** The columns of the tables that hold what comes by REST. */
final class AnnotationColumns {
  static final List<Column<AnnotationRow>> ANNOTATIONS =
      List.of(
          uInt32("gen", AnnotationRow::gen),
          string("workspace", AnnotationRow::workspace),
          string("trace_id", AnnotationRow::traceId),
          enum8("type", Enum8.ANNOTATION_TYPE, AnnotationRow::type),
          string("annotation_id", AnnotationRow::annotationId),
          lowCardinality("field", AnnotationRow::field),
          string("value", AnnotationRow::value),
          dateTime64("received_time", AnnotationRow::receivedTimeUnixNano),
          uInt64("version", AnnotationRow::version));

  static final List<Column<TraceInfoRow>> TRACE_INFO =
      List.of(
          uInt32("gen", TraceInfoRow::gen),
          string("workspace", TraceInfoRow::workspace),
          string("trace_id", TraceInfoRow::traceId),
          string("field", TraceInfoRow::field),
          string("value", TraceInfoRow::value),
          dateTime64("received_time", TraceInfoRow::receivedTimeUnixNano),
          uInt64("version", TraceInfoRow::version));

  static final List<Column<ControlRow>> CONTROL =
      List.of(
          uInt32("gen", ControlRow::gen),
          string("workspace", ControlRow::workspace),
          lowCardinality("kind", ControlRow::kind),
          string("name", ControlRow::name),
          string("body", ControlRow::body),
          dateTime64("received_time", ControlRow::receivedTimeUnixNano),
          uInt64("version", ControlRow::version));

  private AnnotationColumns() {}
}
