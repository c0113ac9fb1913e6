-- Sessions, newest first
SELECT
    workspace, experiment_id, session_id, users, agents, traces, turns, llm_calls, llm_errors, tool_calls, tool_errors, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, start_time, end_time, open,
    models, tools, request_preview, response_preview
FROM sessions
WHERE workspace = {workspace:String}
    AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({user_id:String} = '' OR has(users, {user_id:String}))
    AND ({agent_name:String} = '' OR has(agents, {agent_name:String}))
    AND ({model:String} = '' OR has(models, {model:String}))
    AND ({tool:String} = '' OR has(tools, {tool:String}))
    AND cost_usd >= {min_cost_usd:Decimal(38, 12)}
    AND ({after_id:String} = ''
        OR (toUnixTimestamp64Nano(start_time), session_id, experiment_id) < ({after_time:Int64}, {after_id:String}, {after_experiment:String}))
ORDER BY start_time DESC, session_id DESC, experiment_id DESC
LIMIT {limit:UInt32}
