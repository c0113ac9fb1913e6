// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.bool;
import static io.millrace.sql.table.Column.bytes;
import static io.millrace.sql.table.Column.dateTime64;
import static io.millrace.sql.table.Column.enum8;
import static io.millrace.sql.table.Column.int64;
import static io.millrace.sql.table.Column.lowCardinality;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.stringMap;
import static io.millrace.sql.table.Column.strings;
import static io.millrace.sql.table.Column.tuples;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;
import static io.millrace.sql.table.Column.usd;

import io.millrace.sql.row.TracePart;
import io.millrace.sql.row.TraceRow;
import java.util.List;

/** The columns of {@code trace_rows}. */
final class TraceColumns {
  /** The elements of {@code parts}; views.sql names those up to end_time, the rest was added. */
  static final List<Column<TracePart>> PARTS =
      List.of(
          string("session_id", TracePart::sessionId),
          string("user_id", TracePart::userId),
          string("agent_name", TracePart::agentName),
          uInt32("turns", TracePart::turns),
          uInt32("llm_calls", TracePart::llmCalls),
          uInt32("tool_calls", TracePart::toolCalls),
          uInt32("tool_errors", TracePart::toolErrors),
          int64("input_tokens", TracePart::inputTokens),
          int64("output_tokens", TracePart::outputTokens),
          int64("cache_read_tokens", TracePart::cacheReadTokens),
          int64("cache_write_tokens", TracePart::cacheWriteTokens),
          int64("reasoning_tokens", TracePart::reasoningTokens),
          usd("cost_usd", TracePart::costPicoUsd),
          dateTime64("start_time", TracePart::startTimeUnixNano),
          dateTime64("end_time", TracePart::endTimeUnixNano),
          uInt32("llm_errors", TracePart::llmErrors),
          uInt32("unpriced_calls", TracePart::unpricedCalls),
          uInt32("open_spans", TracePart::openSpans),
          strings("models", TracePart::models),
          strings("tools", TracePart::tools));

  /** One for each of {@code parts}: a column of its own, for a tuple's elements are for ever. */
  static final List<Column<TracePart>> PART_COSTS =
      List.of(
          usd("input_cost_usd", part -> part.costParts().inputPicoUsd()),
          usd("output_cost_usd", part -> part.costParts().outputPicoUsd()),
          usd("cache_saved_usd", part -> part.costParts().cacheSavedPicoUsd()));

  static final List<Column<TraceRow>> TRACES =
      List.of(
          uInt32("gen", TraceRow::gen),
          string("workspace", TraceRow::workspace),
          string("experiment_id", TraceRow::experimentId),
          string("trace_id", TraceRow::traceId),
          lowCardinality("name", TraceRow::name),
          lowCardinality("service_name", TraceRow::serviceName),
          string("agent_name", TraceRow::agentName),
          dateTime64("start_time", TraceRow::startTimeUnixNano),
          int64("duration_ns", TraceRow::durationNanos),
          dateTime64("end_time", TraceRow::endTimeUnixNano),
          string("session_id", TraceRow::sessionId),
          string("user_id", TraceRow::userId),
          strings("sessions", TraceRow::sessions),
          strings("users", TraceRow::users),
          enum8("status", Enum8.STATUS, TraceRow::status),
          bool("root_seen", TraceRow::rootSeen),
          uInt32("open_spans", TraceRow::openSpans),
          uInt32("span_count", TraceRow::spanCount),
          uInt32("error_count", TraceRow::errorCount),
          uInt32("llm_calls", TraceRow::llmCalls),
          uInt32("llm_errors", TraceRow::llmErrors),
          uInt32("tool_calls", TraceRow::toolCalls),
          uInt32("tool_errors", TraceRow::toolErrors),
          uInt32("turns", TraceRow::turns),
          int64("input_tokens", TraceRow::inputTokens),
          int64("output_tokens", TraceRow::outputTokens),
          int64("cache_read_tokens", TraceRow::cacheReadTokens),
          int64("cache_write_tokens", TraceRow::cacheWriteTokens),
          int64("reasoning_tokens", TraceRow::reasoningTokens),
          usd("cost_usd", TraceRow::costPicoUsd),
          uInt32("unpriced_calls", TraceRow::unpricedCalls),
          usd("emitter_cost_usd", TraceRow::emitterCostPicoUsd),
          usd("computed_cost_usd", TraceRow::computedCostPicoUsd),
          usd("input_cost_usd", row -> row.costParts().inputPicoUsd()),
          usd("output_cost_usd", row -> row.costParts().outputPicoUsd()),
          usd("cache_saved_usd", row -> row.costParts().cacheSavedPicoUsd()),
          strings("models", TraceRow::models),
          strings("tools", TraceRow::tools),
          strings("dialects", TraceRow::dialects),
          string("request_preview", TraceRow::requestPreview),
          string("response_preview", TraceRow::responsePreview),
          stringMap("tags", TraceRow::tags),
          dateTime64("received_time", TraceRow::receivedTimeUnixNano),
          dateTime64("updated_time", TraceRow::updatedTimeUnixNano),
          uInt64("version", TraceRow::version),
          tuples("parts", PARTS, TraceRow::parts),
          tuples("part_costs", PART_COSTS, TraceRow::parts),
          bool("noise", TraceRow::noise),
          bytes("state", TraceRow::state),
          uInt64("first_version", TraceRow::firstVersion));

  private TraceColumns() {}
}
