-- Model calls, tokens and cost by time and by any dimensions; a dimension that was not asked for is ''
-- Of the table, not the view, whose grouping by all dimensions only costs here. Bounds of minutes as DateTime, which ends in 2106, so that the primary key is of use
SELECT
    if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
        toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
    if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
    if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
    if(has({group_by:Array(String)}, 'agent_name'), agent_name, '') AS by_agent_name,
    if(has({group_by:Array(String)}, 'user_id'), user_id, '') AS by_user_id,
    if(has({group_by:Array(String)}, 'provider'), provider, '') AS by_provider,
    if(has({group_by:Array(String)}, 'model'), model, '') AS by_model,
    sum(u.calls) AS calls,
    sum(u.errors) AS errors,
    sum(u.input_tokens) AS input_tokens,
    sum(u.output_tokens) AS output_tokens,
    sum(u.cache_read_tokens) AS cache_read_tokens,
    sum(u.cache_write_tokens) AS cache_write_tokens,
    sum(u.reasoning_tokens) AS reasoning_tokens,
    sum(u.cost_usd) AS cost_usd,
    sum(u.emitter_cost_usd) AS emitter_cost_usd,
    sum(u.computed_cost_usd) AS computed_cost_usd,
    sum(u.input_cost_usd) AS input_cost_usd,
    sum(u.output_cost_usd) AS output_cost_usd,
    sum(u.cache_saved_usd) AS cache_saved_usd,
    sum(u.unpriced_calls) AS unpriced_calls
FROM usage_minutes AS u FINAL
WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
    AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
    AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({service_name:String} = '' OR service_name = {service_name:String})
    AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
    AND ({user_id:String} = '' OR user_id = {user_id:String})
    AND ({provider:String} = '' OR provider = {provider:String})
    AND ({model:String} = '' OR model = {model:String})
GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model
ORDER BY time, cost_usd DESC, calls DESC, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model
LIMIT {limit:UInt32}
