// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.table.Column.dateTime;
import static io.millrace.sql.table.Column.histogram;
import static io.millrace.sql.table.Column.int64;
import static io.millrace.sql.table.Column.lowCardinality;
import static io.millrace.sql.table.Column.string;
import static io.millrace.sql.table.Column.uInt32;
import static io.millrace.sql.table.Column.uInt64;
import static io.millrace.sql.table.Column.usd;

import io.millrace.sql.row.LatencyMinuteRow;
import io.millrace.sql.row.LedgerMinuteRow;
import io.millrace.sql.row.ToolMinuteRow;
import io.millrace.sql.row.UsageMinuteRow;
import java.util.List;

/** The columns of the additive tables, one row a minute, dimensions and lane. */
final class MinuteColumns {
  static final List<Column<UsageMinuteRow>> USAGE =
      List.of(
          uInt32("gen", UsageMinuteRow::gen),
          dateTime("minute", UsageMinuteRow::minuteUnixSeconds),
          string("workspace", UsageMinuteRow::workspace),
          string("experiment_id", UsageMinuteRow::experimentId),
          lowCardinality("service_name", UsageMinuteRow::serviceName),
          string("agent_name", UsageMinuteRow::agentName),
          string("user_id", UsageMinuteRow::userId),
          lowCardinality("provider", UsageMinuteRow::provider),
          lowCardinality("model", UsageMinuteRow::model),
          uInt64("lane", UsageMinuteRow::lane),
          int64("calls", UsageMinuteRow::calls),
          int64("errors", UsageMinuteRow::errors),
          int64("input_tokens", UsageMinuteRow::inputTokens),
          int64("output_tokens", UsageMinuteRow::outputTokens),
          int64("cache_read_tokens", UsageMinuteRow::cacheReadTokens),
          int64("cache_write_tokens", UsageMinuteRow::cacheWriteTokens),
          int64("reasoning_tokens", UsageMinuteRow::reasoningTokens),
          usd("cost_usd", UsageMinuteRow::costPicoUsd),
          usd("emitter_cost_usd", UsageMinuteRow::emitterCostPicoUsd),
          usd("computed_cost_usd", UsageMinuteRow::computedCostPicoUsd),
          usd("input_cost_usd", row -> row.costParts().inputPicoUsd()),
          usd("output_cost_usd", row -> row.costParts().outputPicoUsd()),
          usd("cache_saved_usd", row -> row.costParts().cacheSavedPicoUsd()),
          int64("unpriced_calls", UsageMinuteRow::unpricedCalls),
          histogram("duration_histogram", UsageMinuteRow::durationHistogram),
          histogram("first_token_histogram", UsageMinuteRow::firstTokenHistogram),
          uInt64("version", UsageMinuteRow::version));

  static final List<Column<ToolMinuteRow>> TOOLS =
      List.of(
          uInt32("gen", ToolMinuteRow::gen),
          dateTime("minute", ToolMinuteRow::minuteUnixSeconds),
          string("workspace", ToolMinuteRow::workspace),
          string("experiment_id", ToolMinuteRow::experimentId),
          lowCardinality("service_name", ToolMinuteRow::serviceName),
          string("agent_name", ToolMinuteRow::agentName),
          string("tool", ToolMinuteRow::tool),
          uInt64("lane", ToolMinuteRow::lane),
          int64("calls", ToolMinuteRow::calls),
          int64("errors", ToolMinuteRow::errors),
          histogram("duration_histogram", ToolMinuteRow::durationHistogram),
          uInt64("version", ToolMinuteRow::version));

  static final List<Column<LatencyMinuteRow>> LATENCY =
      List.of(
          uInt32("gen", LatencyMinuteRow::gen),
          dateTime("minute", LatencyMinuteRow::minuteUnixSeconds),
          string("workspace", LatencyMinuteRow::workspace),
          string("experiment_id", LatencyMinuteRow::experimentId),
          lowCardinality("service_name", LatencyMinuteRow::serviceName),
          lowCardinality("name", LatencyMinuteRow::name),
          uInt64("lane", LatencyMinuteRow::lane),
          int64("traces", LatencyMinuteRow::traces),
          int64("errors", LatencyMinuteRow::errors),
          histogram("duration_histogram", LatencyMinuteRow::durationHistogram),
          uInt64("version", LatencyMinuteRow::version));

  static final List<Column<LedgerMinuteRow>> LEDGER =
      List.of(
          uInt32("gen", LedgerMinuteRow::gen),
          dateTime("minute", LedgerMinuteRow::minuteUnixSeconds),
          string("workspace", LedgerMinuteRow::workspace),
          lowCardinality("signal", LedgerMinuteRow::signal),
          uInt64("lane", LedgerMinuteRow::lane),
          int64("published", LedgerMinuteRow::published),
          int64("first_seen", LedgerMinuteRow::firstSeen),
          int64("duplicate", LedgerMinuteRow::duplicate),
          int64("dropped_by_policy", LedgerMinuteRow::droppedByPolicy),
          int64("dead_lettered", LedgerMinuteRow::deadLettered),
          int64("deleted", LedgerMinuteRow::deleted),
          uInt64("version", LedgerMinuteRow::version));

  private MinuteColumns() {}
}
