// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import java.util.Locale;

/**
 * What each public view is asked of one workspace: one row, whose columns have the names of {@link
 * Facts}.
 */
enum ViewQuestion {
  SPANS(
      tokens()
          + """
          , count() AS spans,
          countIf(owns_usage AND status != 'ERROR') AS llm_calls,
          sum(cost_usd) AS cost_usd,
          sum(computed_cost_usd) AS list_price_usd,
          sum(emitter_cost_usd) AS emitter_cost_usd,
          groupUniqArrayIf(session_id, session_id != '') AS sessions,
          groupUniqArrayIf(user_id, user_id != '') AS users,
          groupUniqArrayIf(request_model, owns_usage) AS models,
          sumMapIf(map(tool_name, 1), counts_as_tool_call) AS tool_calls,
          sumMapIf(map(tool_name, 1), counts_as_tool_call AND status = 'ERROR') AS tool_errors
          """),
  SPAN_CONTENT("uniqExact(trace_id, span_id) AS spans"),
  TRACES(
      tokens()
          + calls()
          + """
          , sum(span_count) AS spans,
          sum(computed_cost_usd) AS list_price_usd,
          sum(emitter_cost_usd) AS emitter_cost_usd,
          groupUniqArrayArray(sessions) AS sessions,
          groupUniqArrayArray(users) AS users,
          groupUniqArrayArray(models) AS models,
          groupUniqArrayArray(tools) AS tools
          """),
  SESSIONS(
      tokens()
          + calls()
          + """
          , count() AS session_count,
          groupUniqArray(session_id) AS sessions,
          groupUniqArrayArray(users) AS users,
          groupUniqArrayArray(models) AS models,
          groupUniqArrayArray(tools) AS tools
          """),
  USERS(tokens() + calls() + ", groupUniqArray(user_id) AS users, sum(sessions) AS session_count"),
  USAGE_1M(
      tokens()
          + """
          , sum(calls) - sum(errors) AS llm_calls,
          sum(cost_usd) AS cost_usd,
          sum(computed_cost_usd) AS list_price_usd,
          sum(emitter_cost_usd) AS emitter_cost_usd,
          sum(unpriced_calls) AS unpriced_calls,
          groupUniqArrayIf(user_id, user_id != '') AS users,
          groupUniqArrayIf(model, model != '') AS models
          """),
  TOOL_CALLS_1M(
      """
      sumMap(map(tool, calls)) AS tool_calls,
      mapFilter((name, n) -> n != 0, sumMap(map(tool, errors))) AS tool_errors
      """),
  LEDGER_1M(
      """
      sumIf(first_seen, signal = 'spans') AS spans,
      sum(dead_lettered) AS dead_lettered,
      sum(in_flight) AS in_flight
      """);

  private final String columns;

  ViewQuestion(String columns) {
    this.columns = columns;
  }

  /** The view's name, which for a view by identity is also the name of that fact. */
  String view() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The query, with the parameter {@code workspace}. */
  String sql() {
    return "SELECT " + columns + " FROM " + view() + " WHERE workspace = {workspace:String}";
  }

  private static String tokens() {
    return """
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cache_read_tokens) AS cache_read_tokens,
    sum(cache_write_tokens) AS cache_write_tokens,
    sum(reasoning_tokens) AS reasoning_tokens
    """;
  }

  private static String calls() {
    return """
    , sum(llm_calls) AS llm_calls,
    sum(tool_calls) AS tool_calls_total,
    sum(tool_errors) AS tool_errors_total,
    sum(turns) AS turns,
    sum(cost_usd) AS cost_usd,
    sum(unpriced_calls) AS unpriced_calls
    """;
  }
}
