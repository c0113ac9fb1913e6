-- Users of the traces that started in a time; a trace counts where it has a part of theirs
SELECT
    experiment_id, part.user_id AS user_id,
    uniqExactIf(part.session_id, part.session_id != '') AS sessions,
    uniqExact(trace_id) AS traces,
    uniqExactIf(trace_id, status = 'ERROR') AS failed_traces,
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
    min(part.start_time) AS first_time,
    max(part.end_time) AS last_time
FROM trace_arrivals AS t FINAL
ARRAY JOIN t.parts AS part, arrayResize(t.part_costs, length(t.parts)) AS costs
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String} AND part.user_id != ''
    AND t.start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND t.start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({service_name:String} = '' OR t.service_name = {service_name:String})
    AND ({user_id:String} = '' OR part.user_id = {user_id:String})
    AND ({agent_name:String} = '' OR part.agent_name = {agent_name:String})
    AND ({model:String} = '' OR has(part.models, {model:String}))
GROUP BY experiment_id, user_id
ORDER BY cost_usd DESC, traces DESC, user_id, experiment_id
LIMIT {limit:UInt32}
