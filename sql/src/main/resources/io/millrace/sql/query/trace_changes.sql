-- Traces that changed since a time, the latest first. Of the table first, whose index knows which of its blocks are young
SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, sessions, users, status,
    root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd,
    unpriced_calls, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time, version
FROM traces
WHERE (workspace, trace_id) IN (
        SELECT workspace, trace_id FROM trace_rows
        WHERE gen = (SELECT gen FROM current_generation) AND updated_time >= fromUnixTimestamp64Nano({since:Int64}, 'UTC'))
    AND updated_time >= fromUnixTimestamp64Nano({since:Int64}, 'UTC')
ORDER BY updated_time DESC, workspace, trace_id
LIMIT {limit:UInt32}
