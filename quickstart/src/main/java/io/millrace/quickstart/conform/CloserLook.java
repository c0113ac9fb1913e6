// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

/** Queries that a user can paste after {@code millrace sql}; {@code %s} is the workspace. */
final class CloserLook {
  static final String USAGE =
      "SELECT trace_id, span_id, name, kind, status, dialect, usage_rule, owns_usage, input_tokens,"
          + " output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens FROM spans"
          + " WHERE workspace = '%s' AND (owns_usage OR kind = 'LLM') ORDER BY start_time";
  static final String TOOLS =
      "SELECT trace_id, span_id, name, dialect, tool_name, tool_call_id, status,"
          + " counts_as_tool_call FROM spans WHERE workspace = '%s' AND tool_name != ''"
          + " ORDER BY start_time";
  static final String IDENTITY =
      "SELECT session_id, user_id, dialect, count() AS spans, groupUniqArray(5)(name) AS names"
          + " FROM spans WHERE workspace = '%s' GROUP BY ALL";
  static final String MODELS =
      "SELECT provider, request_model, response_model, dialect, owns_usage, count() AS spans"
          + " FROM spans WHERE workspace = '%s' AND request_model || response_model != '' GROUP BY ALL";
  static final String TRACES =
      "SELECT trace_id, name, turns, span_count, llm_calls, dialects FROM traces"
          + " WHERE workspace = '%s' ORDER BY start_time";
  static final String COST =
      "SELECT trace_id, span_id, name, provider, request_model, response_model, price_version,"
          + " computed_cost_usd, emitter_cost_usd FROM spans WHERE workspace = '%s' AND owns_usage"
          + " ORDER BY start_time";
  static final String LEDGER = "SELECT * FROM ledger_1m WHERE workspace = '%s'";

  private CloserLook() {}
}
