-- Sessions by filters, sorted, from a place on
SELECT
    workspace, experiment_id, session_id, users, agents, traces, turns, llm_calls, llm_errors, tool_calls, tool_errors, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, start_time, end_time, open,
    models, tools, request_preview, response_preview,
    multiIf({sort:String} = 'duration', toInt128(toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time)), {sort:String} = 'cost', toInt128(cost_usd * 1000000000000),
        {sort:String} = 'tokens', toInt128(input_tokens + output_tokens), {sort:String} = 'errors', toInt128(llm_errors + tool_errors),
        {sort:String} = 'size', toInt128(traces), {sort:String} = 'end_time', toInt128(toUnixTimestamp64Nano(end_time)),
        toInt128(toUnixTimestamp64Nano(start_time))) * if({order:String} = 'asc', -1, 1) AS sort_key
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
        OR (sort_key, session_id, experiment_id) < ({after_key:Int128}, {after_id:String}, {after_id2:String}))
ORDER BY sort_key DESC, session_id DESC, experiment_id DESC
LIMIT {limit:UInt32}
