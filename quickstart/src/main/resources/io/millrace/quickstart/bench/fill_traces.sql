-- The traces of the spans of a workspace, some sessions at a time, in the order in which they came: memory is short
INSERT INTO trace_rows (gen, workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time,
    session_id, user_id, sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls,
    tool_errors, turns, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls,
    emitter_cost_usd, computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time,
    version, parts, noise, first_version)
WITH countIf(kind = 'LLM' AND status != 'ERROR') AS llm_calls, countIf(kind = 'LLM' AND status = 'ERROR') AS llm_errors
SELECT
    gen, workspace, any(experiment_id), trace_id, argMin(name, parent_span_id) AS name, any(service_name), any(agent_name) AS agent_name,
    min(start_time) AS start_time, toInt64(toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time)),
    fromUnixTimestamp64Nano(max(toUnixTimestamp64Nano(span_rows.start_time) + duration_ns), 'UTC') AS end_time,
    any(session_id) AS session_id, any(user_id) AS user_id, [session_id], [user_id], if(llm_errors > 1, 'ERROR', 'OK'),
    true, 0, count(), countIf(status = 'ERROR'), llm_calls, llm_errors, countIf(counts_as_tool_call) AS tool_calls,
    countIf(counts_as_tool_call AND status = 'ERROR') AS tool_errors, 1,
    sum(span_rows.input_tokens) AS input_tokens, sum(span_rows.output_tokens) AS output_tokens, sum(span_rows.cache_read_tokens) AS cache_read_tokens,
    sum(span_rows.cache_write_tokens) AS cache_write_tokens, sum(span_rows.reasoning_tokens) AS reasoning_tokens,
    ifNull(sum(span_rows.cost_usd), 0) AS cost_usd, countIf(owns_usage AND span_rows.cost_usd IS NULL) AS unpriced_calls, 0, cost_usd,
    arraySort(groupUniqArrayIf(toString(request_model), request_model != '')) AS models, arraySort(groupUniqArrayIf(tool_name, tool_name != '')) AS tools, ['otel_genai'],
    concat('What is the matter with ', session_id, '?'), concat('It is all well with ', user_id, '.'), map(), min(received_time), min(received_time), 1,
    [(session_id, user_id, agent_name, 1, llm_calls, tool_calls, tool_errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
        reasoning_tokens, cost_usd, start_time, end_time, llm_errors, unpriced_calls, 0, models, tools)], false,
    toUnixTimestamp(start_time)
FROM span_rows
WHERE workspace = {workspace:String} AND toUInt64(substring(span_rows.session_id, 9)) >= {from:UInt64} AND toUInt64(substring(span_rows.session_id, 9)) < {to:UInt64}
GROUP BY gen, workspace, trace_id
