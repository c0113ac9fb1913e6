// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * One row of one physical table: a versioned, absolute value of its key, so that inserting it again
 * is harmless. Components are named as their columns; absent strings are '', times are nanoseconds
 * since the epoch, money is pico-dollars (1e-12 USD).
 */
public sealed interface Row
    permits SpanRow,
        SpanContentRow,
        TraceRow,
        UsageMinuteRow,
        ToolMinuteRow,
        LatencyMinuteRow,
        LedgerMinuteRow,
        DeletedSpanRow,
        DeletedContentRow,
        DeletedTraceRow,
        DeletionRow,
        AnnotationRow,
        TraceInfoRow,
        ControlRow,
        DeadLetterRow,
        ProgressRow {
  /** The generation that the row belongs to; views show one generation, see migration V0001. */
  int gen();
}
