// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.bool;
import static io.millrace.sql.table.Column.bytes;
import static io.millrace.sql.table.Column.dateTime64;
import static io.millrace.sql.table.Column.enum8;
import static io.millrace.sql.table.Column.int64;
import static io.millrace.sql.table.Column.lowCardinality;
import static io.millrace.sql.table.Column.nullableDateTime64;
import static io.millrace.sql.table.Column.nullableInt64;
import static io.millrace.sql.table.Column.nullableUsd;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.stringMap;
import static io.millrace.sql.table.Column.uInt16;
import static io.millrace.sql.table.Column.uInt16s;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;

import io.millrace.sql.row.SpanContentRow;
import io.millrace.sql.row.SpanRow;
import java.util.List;

/** The columns of {@code span_rows} and {@code span_content_rows}. */
final class SpanColumns {
  static final List<Column<SpanRow>> SPANS =
      List.of(
          uInt32("gen", SpanRow::gen),
          string("workspace", SpanRow::workspace),
          string("experiment_id", SpanRow::experimentId),
          string("trace_id", SpanRow::traceId),
          string("span_id", SpanRow::spanId),
          string("parent_span_id", SpanRow::parentSpanId),
          string("session_id", SpanRow::sessionId),
          string("user_id", SpanRow::userId),
          string("agent_name", SpanRow::agentName),
          lowCardinality("service_name", SpanRow::serviceName),
          lowCardinality("scope_name", SpanRow::scopeName),
          lowCardinality("scope_version", SpanRow::scopeVersion),
          lowCardinality("name", SpanRow::name),
          enum8("span_kind", Enum8.SPAN_KIND, SpanRow::spanKind),
          enum8("kind", Enum8.KIND, SpanRow::kind),
          enum8("status", Enum8.STATUS, SpanRow::status),
          string("status_message", SpanRow::statusMessage),
          string("error_type", SpanRow::errorType),
          dateTime64("start_time", SpanRow::startTimeUnixNano),
          int64("duration_ns", SpanRow::durationNanos),
          nullableDateTime64("reported_start_time", SpanRow::reportedStartTimeUnixNano),
          lowCardinality("provider", SpanRow::provider),
          lowCardinality("request_model", SpanRow::requestModel),
          lowCardinality("response_model", SpanRow::responseModel),
          bool("owns_usage", SpanRow::ownsUsage),
          int64("input_tokens", SpanRow::inputTokens),
          int64("output_tokens", SpanRow::outputTokens),
          int64("cache_read_tokens", SpanRow::cacheReadTokens),
          int64("cache_write_tokens", SpanRow::cacheWriteTokens),
          int64("reasoning_tokens", SpanRow::reasoningTokens),
          nullableUsd("cost_usd", SpanRow::costPicoUsd),
          nullableUsd("emitter_cost_usd", SpanRow::emitterCostPicoUsd),
          nullableUsd("computed_cost_usd", SpanRow::computedCostPicoUsd),
          nullableUsd("input_cost_usd", row -> row.costParts().inputPicoUsd()),
          nullableUsd("output_cost_usd", row -> row.costParts().outputPicoUsd()),
          nullableUsd("cache_saved_usd", row -> row.costParts().cacheSavedPicoUsd()),
          string("price_version", SpanRow::priceVersion),
          string("tool_name", SpanRow::toolName),
          string("tool_call_id", SpanRow::toolCallId),
          bool("counts_as_tool_call", SpanRow::countsAsToolCall),
          nullableInt64("time_to_first_token_ns", SpanRow::timeToFirstTokenNanos),
          lowCardinality("finish_reason", SpanRow::finishReason),
          uInt16("attempt_count", SpanRow::attemptCount),
          lowCardinality("dialect", SpanRow::dialect),
          lowCardinality("usage_rule", SpanRow::usageRule),
          lowCardinality("rules_version", SpanRow::rulesVersion),
          dateTime64("received_time", SpanRow::receivedTimeUnixNano),
          int64("late_ns", SpanRow::lateNanos),
          bool("noise", SpanRow::noise),
          bytes("fact", SpanRow::fact),
          uInt64("version", SpanRow::version));

  static final List<Column<SpanContentRow>> CONTENT =
      List.of(
          uInt32("gen", SpanContentRow::gen),
          string("workspace", SpanContentRow::workspace),
          string("trace_id", SpanContentRow::traceId),
          string("span_id", SpanContentRow::spanId),
          string("input", SpanContentRow::input),
          string("input_key", SpanContentRow::inputKey),
          string("output", SpanContentRow::output),
          string("output_key", SpanContentRow::outputKey),
          string("messages", SpanContentRow::messages),
          stringMap("attributes", SpanContentRow::attributes),
          stringMap("resource", SpanContentRow::resource),
          string("events", SpanContentRow::events),
          string("links", SpanContentRow::links),
          bytes("raw", SpanContentRow::raw),
          uInt16s("raw_cuts", SpanContentRow::rawCuts),
          uInt64("version", SpanContentRow::version));

  private SpanColumns() {}
}
