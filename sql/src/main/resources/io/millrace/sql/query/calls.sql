-- Model calls with their latencies, by time and by any dimensions; a dimension that was not asked for is ''
-- Latencies come from histograms and are right to 2 %; null = nothing to tell
-- Tokens and cost that an agent tells of itself, where no call below it tells any, count without a call
-- Of the table, not the view, whose grouping by all dimensions only costs here; histograms as rows of buckets, for that adds up
-- faster than maps. Bounds of minutes as DateTime, which ends in 2106, so that the primary key is of use
SELECT
    time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model,
    calls, errors, if(calls = 0, NULL, errors / calls) AS error_ratio, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd, unpriced_calls,
    if(input_tokens = 0, NULL, cache_read_tokens / input_tokens) AS cache_hit_ratio,
    if(histogram_sum(durations) = 0, NULL, output_tokens / (histogram_sum(durations) / 1e9)) AS output_tokens_per_second,
    accurateCastOrNull(round(histogram_quantile(durations, 0.5)), 'Int64') AS duration_p50_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.9)), 'Int64') AS duration_p90_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.95)), 'Int64') AS duration_p95_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.99)), 'Int64') AS duration_p99_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.5)), 'Int64') AS first_token_p50_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.9)), 'Int64') AS first_token_p90_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.95)), 'Int64') AS first_token_p95_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.99)), 'Int64') AS first_token_p99_ns
FROM
(
    SELECT
        if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
            toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
        if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
        if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
        if(has({group_by:Array(String)}, 'agent_name'), agent_name, '') AS by_agent_name,
        if(has({group_by:Array(String)}, 'user_id'), user_id, '') AS by_user_id,
        if(has({group_by:Array(String)}, 'provider'), provider, '') AS by_provider,
        if(has({group_by:Array(String)}, 'model'), model, '') AS by_model,
        sum(r.calls) AS calls,
        sum(r.errors) AS errors,
        sum(r.input_tokens) AS input_tokens,
        sum(r.output_tokens) AS output_tokens,
        sum(r.cache_read_tokens) AS cache_read_tokens,
        sum(r.cache_write_tokens) AS cache_write_tokens,
        sum(r.reasoning_tokens) AS reasoning_tokens,
        sum(r.cost_usd) AS cost_usd,
        sum(r.input_cost_usd) AS input_cost_usd,
        sum(r.output_cost_usd) AS output_cost_usd,
        sum(r.cache_saved_usd) AS cache_saved_usd,
        sum(r.unpriced_calls) AS unpriced_calls
    FROM usage_minutes AS r FINAL
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
    HAVING (calls, input_tokens, output_tokens, cost_usd, unpriced_calls) != (0, 0, 0, 0, 0)
) AS sums
LEFT JOIN
(
    SELECT
        time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model,
        mapFromArrays(groupArrayIf(bucket, which = 0), groupArrayIf(n, which = 0)) AS durations,
        mapFromArrays(groupArrayIf(bucket, which = 1), groupArrayIf(n, which = 1)) AS first_tokens
    FROM
    (
        SELECT
            if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
                toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
            if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
            if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
            if(has({group_by:Array(String)}, 'agent_name'), agent_name, '') AS by_agent_name,
            if(has({group_by:Array(String)}, 'user_id'), user_id, '') AS by_user_id,
            if(has({group_by:Array(String)}, 'provider'), provider, '') AS by_provider,
            if(has({group_by:Array(String)}, 'model'), model, '') AS by_model,
            bucket, which, sum(n) AS n
        FROM usage_minutes AS r FINAL
        ARRAY JOIN 
                arrayConcat(mapKeys(r.duration_histogram), mapKeys(r.first_token_histogram)) AS bucket,
                arrayConcat(mapValues(r.duration_histogram), mapValues(r.first_token_histogram)) AS n,
                arrayConcat(arrayMap(b -> 0, mapKeys(r.duration_histogram)), arrayMap(b -> 1, mapKeys(r.first_token_histogram))) AS which
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
            AND ({user_id:String} = '' OR user_id = {user_id:String})
            AND ({provider:String} = '' OR provider = {provider:String})
            AND ({model:String} = '' OR model = {model:String})
        GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model, bucket, which
        HAVING n > 0
    )
    GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model
) AS histograms
USING (time, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model)
ORDER BY time, cost_usd DESC, calls DESC, by_experiment_id, by_service_name, by_agent_name, by_user_id, by_provider, by_model
LIMIT {limit:UInt32}
