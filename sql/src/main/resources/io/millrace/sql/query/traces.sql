-- Traces, newest first
SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, sessions, users, status,
    root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, models, tools, dialects,
    request_preview, response_preview, tags, received_time, updated_time
FROM traces
WHERE workspace = {workspace:String}
    AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({session_id:String} = '' OR has(sessions, {session_id:String}))
    AND ({user_id:String} = '' OR has(users, {user_id:String}))
    AND ({status:String} = '' OR toString(status) = {status:String})
    AND ({model:String} = '' OR has(models, {model:String}))
    AND ({tool:String} = '' OR has(tools, {tool:String}))
    AND ({agent_name:String} = '' OR has(parts.agent_name, {agent_name:String}))
    AND ({service_name:String} = '' OR service_name = {service_name:String})
    AND cost_usd >= {min_cost_usd:Decimal(38, 12)}
    AND duration_ns >= {min_duration_ns:Int64}
    AND ({after_id:String} = '' OR (toUnixTimestamp64Nano(start_time), trace_id) < ({after_time:Int64}, {after_id:String}))
ORDER BY start_time DESC, trace_id DESC
LIMIT {limit:UInt32}
