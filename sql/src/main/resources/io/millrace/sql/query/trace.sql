-- One trace
SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, sessions, users, status,
    root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd,
    unpriced_calls, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time
FROM traces
WHERE workspace = {workspace:String} AND trace_id = {trace_id:String}
