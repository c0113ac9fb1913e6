// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import static io.millrace.benchmarks.truth.Measure.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one public view is asked.
 *
 * @param view its name
 * @param by the breakdown that it is held against
 * @param key the SQL expression of that breakdown's key
 * @param columns the SQL expression of each measure
 */
record ViewQuestion(String view, Breakdown by, String key, Map<Measure, String> columns) {
  private static final String EVERYTHING = "''";
  private static final String MINUTE = "toString(toUnixTimestamp(minute))";

  /** Every view, in total and in each breakdown that it has. */
  static final List<ViewQuestion> ALL = all();

  ViewQuestion {
    columns = Map.copyOf(columns);
  }

  /** The query, with the parameter {@code workspace}. */
  String sql() {
    String measures =
        columns.entrySet().stream()
            .map(column -> column.getValue() + " AS " + column.getKey().column() + "_")
            .collect(Collectors.joining(", "));
    return "SELECT %s AS key_, %s FROM %s WHERE workspace = {workspace:String} GROUP BY key_"
        .formatted(key, measures, view);
  }

  private static List<ViewQuestion> all() {
    List<ViewQuestion> all = new ArrayList<>();
    addSpans(all);
    addTraces(all);
    addMinutes(all);
    addLedger(all);
    return List.copyOf(all);
  }

  private static void addSpans(List<ViewQuestion> all) {
    Map<Measure, String> spans = tokensAndCost();
    spans.put(SPANS, "count()");
    spans.put(SPAN_DURATION_NANOS, "sum(duration_ns)");
    spans.put(ERROR_SPANS, "countIf(status = 'ERROR')");
    spans.put(EMITTER_COST_USD, "sum(emitter_cost_usd)");
    spans.put(COMPUTED_COST_USD, "sum(computed_cost_usd)");
    spans.put(LLM_CALLS, "countIf(kind = 'LLM' AND status != 'ERROR')");
    spans.put(LLM_ERRORS, "countIf(kind = 'LLM' AND status = 'ERROR')");
    spans.put(TOOL_CALLS, "countIf(counts_as_tool_call)");
    spans.put(TOOL_ERRORS, "countIf(counts_as_tool_call AND status = 'ERROR')");
    addBy(all, "spans", spans, Breakdown.DIALECT, "toString(dialect)");
    addBy(all, "spans", spans, Breakdown.SERVICE, "toString(service_name)");
    addBy(all, "spans", spans, Breakdown.AGENT, "agent_name");
    addBy(all, "spans", spans, Breakdown.SESSION, "session_id");
    addBy(all, "spans", spans, Breakdown.USER, "user_id");
    spans.put(SPAN_IDS, spanIds());
    spans.put(TRACES, "uniqExact(trace_id)");
    addBy(all, "spans", spans, Breakdown.TOTAL, EVERYTHING);
    addBy(
        all,
        "span_content",
        Map.of(SPANS, "count()", SPAN_IDS, spanIds(), SPAN_BYTES, "sum(length(raw))"),
        Breakdown.TOTAL,
        EVERYTHING);
  }

  private static void addTraces(List<ViewQuestion> all) {
    Map<Measure, String> totals = tokensAndCost();
    for (Measure sum :
        List.of(LLM_CALLS, LLM_ERRORS, TOOL_CALLS, TOOL_ERRORS, TURNS, UNPRICED_CALLS)) {
      totals.put(sum, "sum(" + sum.column() + ")");
    }
    Map<Measure, String> traces = new EnumMap<>(totals);
    traces.put(TRACES, "count()");
    traces.put(SPANS, "sum(span_count)");
    traces.put(ERROR_SPANS, "sum(error_count)");
    traces.put(ERROR_TRACES, "countIf(status = 'ERROR')");
    traces.put(OPEN_SPANS, "sum(open_spans)");
    traces.put(TRACE_DURATION_NANOS, "sum(duration_ns)");
    traces.put(EMITTER_COST_USD, "sum(emitter_cost_usd)");
    traces.put(COMPUTED_COST_USD, "sum(computed_cost_usd)");
    addBy(all, "traces", traces, Breakdown.TOTAL, EVERYTHING);
    addBy(all, "traces", traces, Breakdown.SERVICE, "toString(service_name)");
    addBy(all, "traces", traces, Breakdown.SESSION, "session_id");
    addBy(all, "traces", traces, Breakdown.USER, "user_id");

    totals.put(TRACES, "sum(traces)");
    addBy(all, "sessions", totals, Breakdown.SESSION, "session_id");
    totals.put(SESSIONS, "count()");
    addBy(all, "sessions", totals, Breakdown.TOTAL, EVERYTHING);
    totals.put(SESSIONS, "sum(sessions)");
    addBy(all, "users", totals, Breakdown.USER, "user_id");
    totals.put(USERS, "count()");
    addBy(all, "users", totals, Breakdown.TOTAL, EVERYTHING);
  }

  private static void addMinutes(List<ViewQuestion> all) {
    Map<Measure, String> usage = tokensAndCost();
    usage.put(CALLS, "sum(calls)");
    usage.put(LLM_CALLS, "arraySum(mapValues(sumMap(duration_histogram))) - sum(errors)");
    usage.put(LLM_ERRORS, "sum(errors)");
    usage.put(EMITTER_COST_USD, "sum(emitter_cost_usd)");
    usage.put(COMPUTED_COST_USD, "sum(computed_cost_usd)");
    usage.put(UNPRICED_CALLS, "sum(unpriced_calls)");
    addBy(all, "usage_1m", usage, Breakdown.TOTAL, EVERYTHING);
    addBy(all, "usage_1m", usage, Breakdown.MINUTE, MINUTE);
    addBy(all, "usage_1m", usage, Breakdown.SERVICE, "toString(service_name)");
    addBy(all, "usage_1m", usage, Breakdown.AGENT, "agent_name");
    addBy(all, "usage_1m", usage, Breakdown.USER, "user_id");
    addBy(all, "usage_1m", usage, Breakdown.PROVIDER, "toString(provider)");
    addBy(all, "usage_1m", usage, Breakdown.MODEL, "toString(model)");

    Map<Measure, String> tools =
        Map.of(
            TOOL_CALLS, "arraySum(mapValues(sumMap(duration_histogram)))",
            TOOL_ERRORS, "sum(errors)");
    addBy(all, "tool_calls_1m", tools, Breakdown.TOOL, "tool");
    addBy(all, "tool_calls_1m", tools, Breakdown.MINUTE, MINUTE);
    addBy(all, "tool_calls_1m", tools, Breakdown.AGENT, "agent_name");
    addBy(all, "tool_calls_1m", Map.of(TOOL_CALLS, "sum(calls)"), Breakdown.TOTAL, EVERYTHING);

    Map<Measure, String> latency =
        Map.of(
            TRACES, "arraySum(mapValues(sumMap(duration_histogram)))", ERROR_TRACES, "sum(errors)");
    addBy(all, "trace_latency_1m", latency, Breakdown.MINUTE, MINUTE);
    addBy(all, "trace_latency_1m", latency, Breakdown.SERVICE, "toString(service_name)");
    addBy(all, "trace_latency_1m", Map.of(TRACES, "sum(traces)"), Breakdown.TOTAL, EVERYTHING);
  }

  private static void addLedger(List<ViewQuestion> all) {
    addBy(
        all,
        "ledger_1m",
        Map.of(
            SPANS, "sum(first_seen)",
            DUPLICATE_SPANS, "sum(duplicate)",
            DROPPED_SPANS, "sum(dropped_by_policy)",
            DEAD_LETTERS, "sum(dead_lettered)",
            IN_FLIGHT_SPANS, "sum(published) - sum(first_seen) - sum(duplicate)"),
        Breakdown.TOTAL,
        EVERYTHING);
    addBy(all, "dead_letters", Map.of(DEAD_LETTERS, "count()"), Breakdown.TOTAL, EVERYTHING);
  }

  private static void addBy(
      List<ViewQuestion> all, String view, Map<Measure, String> columns, Breakdown by, String key) {
    all.add(new ViewQuestion(view, by, key, columns));
  }

  private static Map<Measure, String> tokensAndCost() {
    Map<Measure, String> columns = new EnumMap<>(Measure.class);
    for (Measure sum :
        List.of(
            INPUT_TOKENS,
            OUTPUT_TOKENS,
            CACHE_READ_TOKENS,
            CACHE_WRITE_TOKENS,
            REASONING_TOKENS,
            COST_USD)) {
      columns.put(sum, "sum(" + sum.column() + ")");
    }
    return columns;
  }

  /** Int64 arithmetic wraps, as Java's does. */
  private static String spanIds() {
    return "sumWithOverflow(reinterpretAsInt64(unhex(span_id))"
        + " * reinterpretAsInt64(unhex(substring(trace_id, 1, 16))))";
  }
}
