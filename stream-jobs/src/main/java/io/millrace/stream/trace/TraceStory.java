// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanFact;
import java.util.List;

/**
 * What a trace means, deleted spans apart. The rows' volatile columns {@code version} and {@code
 * updated_time} are 0, and the trace's state is empty: whoever writes them sets them.
 *
 * @param trace the trace's row; null = no span is left of it
 * @param spans one row a span, by start; made anew at every look at it, so that a trace of many
 *     spans does not hold all rows at once
 * @param cells what the trace adds to each minute, one cell a key
 * @param deletedSpanIds spans that must not be seen, sorted
 * @param pricedFacts those whose price came out otherwise than it was held
 */
public record TraceStory(
    TraceRow trace,
    List<SpanRow> spans,
    List<MinuteCell> cells,
    List<String> deletedSpanIds,
    List<SpanFact> pricedFacts) {}
