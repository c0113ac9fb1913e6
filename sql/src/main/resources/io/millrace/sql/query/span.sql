-- One span
SELECT
    span_id, parent_span_id, name, kind, span_kind, status, status_message, error_type, start_time, duration_ns, session_id, user_id,
    agent_name, service_name, provider, request_model, response_model, owns_usage, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, cost_usd, emitter_cost_usd, computed_cost_usd,
    input_cost_usd, output_cost_usd, cache_saved_usd, price_version, tool_name, tool_call_id, counts_as_tool_call, time_to_first_token_ns, finish_reason, attempt_count, dialect, usage_rule, rules_version, noise
FROM spans
WHERE workspace = {workspace:String} AND trace_id = {trace_id:String} AND span_id = {span_id:String}
