-- Model calls by period ({since} to {from}, {from} to {to}), or by interval
-- Latencies come from histograms and are right to 2 %; null = nothing to tell
-- Tokens and cost that an agent tells of itself, where no call below it tells any, count without a call
-- Of the table, not the view, whose grouping by all dimensions only costs here; histograms as rows of buckets, for that adds up
-- faster than maps. Bounds of minutes as DateTime, which ends in 2106, so that the primary key is of use
SELECT
    time,
    calls, call_errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd, unpriced_calls,
    if(input_tokens = 0, NULL, cache_read_tokens / input_tokens) AS cache_hit_ratio,
    if(histogram_sum(durations) = 0, NULL, output_tokens / (histogram_sum(durations) / 1e9)) AS output_tokens_per_second,
    accurateCastOrNull(round(histogram_quantile(durations, 0.5)), 'Int64') AS call_duration_p50_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.9)), 'Int64') AS call_duration_p90_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.95)), 'Int64') AS call_duration_p95_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.99)), 'Int64') AS call_duration_p99_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.5)), 'Int64') AS first_token_p50_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.9)), 'Int64') AS first_token_p90_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.95)), 'Int64') AS first_token_p95_ns,
    accurateCastOrNull(round(histogram_quantile(first_tokens, 0.99)), 'Int64') AS first_token_p99_ns
FROM
(
    SELECT
        if({interval:UInt32} > 0, toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC'),
            fromUnixTimestamp64Nano(if(toInt64(toUnixTimestamp(minute)) * 1000000000 >= {from:Int64}, {from:Int64}, {since:Int64}), 'UTC')) AS time,
        sum(r.calls) AS calls,
        sum(r.errors) AS call_errors,
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
        AND minute >= toDateTime(least(intDiv({since:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        AND ({service_name:String} = '' OR service_name = {service_name:String})
        AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
        AND ({user_id:String} = '' OR user_id = {user_id:String})
        AND ({provider:String} = '' OR provider = {provider:String})
        AND ({model:String} = '' OR model = {model:String})
    GROUP BY time
    HAVING (calls, input_tokens, output_tokens, cost_usd, unpriced_calls) != (0, 0, 0, 0, 0)
) AS sums
LEFT JOIN
(
    SELECT
        time,
        mapFromArrays(groupArrayIf(bucket, which = 0), groupArrayIf(n, which = 0)) AS durations,
        mapFromArrays(groupArrayIf(bucket, which = 1), groupArrayIf(n, which = 1)) AS first_tokens
    FROM
    (
        SELECT
            if({interval:UInt32} > 0, toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC'),
                fromUnixTimestamp64Nano(if(toInt64(toUnixTimestamp(minute)) * 1000000000 >= {from:Int64}, {from:Int64}, {since:Int64}), 'UTC')) AS time,
            0 AS which, bucket, sum(n) AS n
        FROM usage_minutes AS r FINAL
        ARRAY JOIN r.duration_histogram.keys AS bucket, r.duration_histogram.values AS n
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({since:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
            AND ({user_id:String} = '' OR user_id = {user_id:String})
            AND ({provider:String} = '' OR provider = {provider:String})
            AND ({model:String} = '' OR model = {model:String})
        GROUP BY time, bucket
        HAVING n > 0
        UNION ALL
        SELECT
            if({interval:UInt32} > 0, toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC'),
                fromUnixTimestamp64Nano(if(toInt64(toUnixTimestamp(minute)) * 1000000000 >= {from:Int64}, {from:Int64}, {since:Int64}), 'UTC')) AS time,
            1 AS which, bucket, sum(n) AS n
        FROM usage_minutes AS r FINAL
        ARRAY JOIN r.first_token_histogram.keys AS bucket, r.first_token_histogram.values AS n
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({since:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
            AND ({user_id:String} = '' OR user_id = {user_id:String})
            AND ({provider:String} = '' OR provider = {provider:String})
            AND ({model:String} = '' OR model = {model:String})
        GROUP BY time, bucket
        HAVING n > 0
    )
    GROUP BY time
) AS histograms
USING (time)
ORDER BY time
