// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

/** What a newcomer asks first. */
enum DemoQuestion {
  MODELS(
      "Which models cost what? Unknown prices are counted, not guessed.",
      """
      SELECT model, sum(calls) AS calls, sum(errors) AS errors, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
        sum(cost_usd) AS cost_usd, sum(unpriced_calls) AS unpriced_calls
      FROM usage_1m WHERE workspace = '%s' AND minute > now() - INTERVAL 1 HOUR
      GROUP BY model ORDER BY cost_usd DESC"""),
  TOOLS(
      "Which tools fail?",
      """
      SELECT tool, sum(calls) AS calls, sum(errors) AS errors, round(histogram_quantile(sumMap(duration_histogram), 0.95) / 1e6) AS p95_ms
      FROM tool_calls_1m WHERE workspace = '%s' AND minute > now() - INTERVAL 1 HOUR
      GROUP BY tool ORDER BY errors DESC"""),
  USERS(
      "Who uses it?",
      """
      SELECT user_id, sessions, traces, llm_calls, tool_calls, input_tokens + output_tokens AS tokens, cost_usd
      FROM users WHERE workspace = '%s' ORDER BY cost_usd DESC LIMIT 5"""),
  TRACES(
      "What was the dearest thing that an agent did, and did it work?",
      """
      SELECT trace_id, agent_name, status, llm_calls, tool_calls, tool_errors, round(duration_ns / 1e9, 1) AS seconds, cost_usd
      FROM traces WHERE workspace = '%s' ORDER BY cost_usd DESC LIMIT 5""");

  private final String text;
  private final String sql;

  DemoQuestion(String text, String sql) {
    this.text = text;
    this.sql = sql;
  }

  /** The question in words. */
  String text() {
    return text;
  }

  /**
   * The question in SQL, to be typed again as it is shown.
   *
   * @param workspace of the bridge's rule: printable ASCII
   */
  String sql(String workspace) {
    return sql.formatted(workspace.replace("\\", "\\\\").replace("'", "\\'"));
  }
}
