-- What happened in a session: its traces, earliest first, each with the session's own part of it
SELECT
    t.trace_id AS trace_id, t.name AS name, min(part.start_time) AS start_time, max(part.end_time) AS end_time, t.status AS status,
    arraySort(groupUniqArrayIf(part.user_id, part.user_id != '')) AS users,
    arraySort(groupUniqArrayIf(part.agent_name, part.agent_name != '')) AS agents,
    sum(part.turns) AS turns,
    sum(part.llm_calls) AS llm_calls,
    sum(part.llm_errors) AS llm_errors,
    sum(part.tool_calls) AS tool_calls,
    sum(part.tool_errors) AS tool_errors,
    sum(part.input_tokens) AS input_tokens,
    sum(part.output_tokens) AS output_tokens,
    sum(part.cache_read_tokens) AS cache_read_tokens,
    sum(part.cache_write_tokens) AS cache_write_tokens,
    sum(part.reasoning_tokens) AS reasoning_tokens,
    sum(part.cost_usd) AS cost_usd,
    sum(costs.input_cost_usd) AS input_cost_usd,
    sum(costs.output_cost_usd) AS output_cost_usd,
    sum(costs.cache_saved_usd) AS cache_saved_usd,
    sum(part.unpriced_calls) AS unpriced_calls,
    sum(part.open_spans) AS open_spans,
    t.request_preview AS request_preview, t.response_preview AS response_preview
FROM trace_arrivals AS t FINAL
ARRAY JOIN t.parts AS part, arrayResize(t.part_costs, length(t.parts)) AS costs
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String} AND experiment_id = {experiment_id:String} AND has(sessions, {session_id:String})
    AND part.session_id = {session_id:String}
GROUP BY trace_id, name, status, request_preview, response_preview
HAVING {after_id:String} = '' OR (toInt128(toUnixTimestamp64Nano(start_time)), trace_id) > ({after_key:Int128}, {after_id:String})
ORDER BY start_time, trace_id
LIMIT {limit:UInt32}
