// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.util.Locale;

/**
 * What each public view is asked of one workspace: one row, whose columns have the names of {@link
 * Fact#columns}.
 */
enum ViewQuestion {
  SPANS(
      tokens()
          + """
          , countIf(owns_usage AND status != 'ERROR') AS llm_calls,
          sum(cost_usd) AS cost_usd,
          sum(computed_cost_usd) AS list_price_usd,
          sum(emitter_cost_usd) AS emitter_cost_usd,
          groupUniqArrayIf(session_id, session_id != '') AS sessions,
          groupUniqArrayIf(user_id, user_id != '') AS users,
          arrayFilter(m -> m != '', groupUniqArrayIf(
              if(request_model != '', request_model, response_model), owns_usage)) AS models,
          sumMapIf(map(tool_name, 1), counts_as_tool_call) AS tool_calls,
          sumMapIf(map(tool_name, 1), counts_as_tool_call AND status = 'ERROR') AS tool_errors
          """),
  TRACES(
      tokens()
          + calls()
          + """
          , sum(computed_cost_usd) AS list_price_usd,
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
          , groupUniqArrayIf(session_id, session_id != '') AS sessions,
          groupUniqArrayArray(users) AS users,
          groupUniqArrayArray(models) AS models,
          groupUniqArrayArray(tools) AS tools
          """,
      withRest("sessions", "session_id", "users", "if(part.user_id = '', [], [part.user_id])")),
  USERS(
      tokens() + calls() + ", groupUniqArrayIf(user_id, user_id != '') AS users",
      withRest("users", "user_id", "sessions", "0")),
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
  LEDGER_1M("sumIf(published, signal = 'spans') AS spans");

  private static final String OF_WORKSPACE = " WHERE workspace = {workspace:String}";

  private final String columns;
  private final String from;

  ViewQuestion(String columns) {
    this.columns = columns;
    this.from = view();
  }

  ViewQuestion(String columns, String from) {
    this.columns = columns;
    this.from = from;
  }

  /** The view's name. */
  String view() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The query, with the parameter {@code workspace}. */
  String sql() {
    return "SELECT " + columns + " FROM " + from + OF_WORKSPACE;
  }

  /**
   * A view by an identity, and what the traces tell of the calls that have no such identity: only
   * both together are all of the truth.
   */
  private static String withRest(String view, String identity, String other, String otherOfPart) {
    String fields =
        """
        turns, llm_calls, tool_calls, tool_errors, input_tokens, output_tokens, cache_read_tokens,
        cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls""";
    String names = view.equals("sessions") ? ", models, tools" : "";
    return """
        (SELECT workspace, %s, %s, %s FROM %s
         UNION ALL
         SELECT workspace, '', %s, %s FROM traces ARRAY JOIN parts AS part WHERE part.%s = '')"""
        .formatted(
            identity,
            other,
            fields + names,
            view,
            otherOfPart,
            (fields + names).replaceAll("\\w+", "part.$0"),
            identity);
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
