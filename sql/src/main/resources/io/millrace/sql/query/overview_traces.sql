-- What was asked of the agents, by period ({since} to {from}, {from} to {to}), or by interval. A trace counts where it started
SELECT
    time, traces, errors, errors / traces AS error_ratio, open_traces, sessions, users, turns, tool_calls, tool_errors,
    durations[1] AS duration_p50_ns, durations[2] AS duration_p90_ns, durations[3] AS duration_p95_ns, durations[4] AS duration_p99_ns
FROM
(
    SELECT
        if({interval:UInt32} > 0, toDateTime64(toStartOfInterval(start_time, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC'),
            fromUnixTimestamp64Nano(if(toUnixTimestamp64Nano(start_time) >= {from:Int64}, {from:Int64}, {since:Int64}), 'UTC')) AS time,
        count() AS traces,
        countIf(status = 'ERROR') AS errors,
        countIf(open_spans > 0) AS open_traces,
        uniqExactArray(arrayMap(s -> (experiment_id, s), sessions)) AS sessions,
        uniqExactArray(arrayMap(u -> (experiment_id, u), users)) AS users,
        sum(t.turns) AS turns,
        sum(t.tool_calls) AS tool_calls,
        sum(t.tool_errors) AS tool_errors,
        quantilesExact(0.5, 0.9, 0.95, 0.99)(t.duration_ns) AS durations
    FROM trace_arrivals AS t FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String}
        AND start_time >= fromUnixTimestamp64Nano({since:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
        AND NOT noise
        AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        AND ({service_name:String} = '' OR service_name = {service_name:String})
        AND ({agent_name:String} = '' OR has(parts.agent_name, {agent_name:String}))
        AND ({user_id:String} = '' OR has(t.users, {user_id:String}))
        AND ({provider:String} = '' OR trace_id IN (SELECT trace_id FROM spans WHERE workspace = {workspace:String} AND provider = {provider:String}))
        AND ({model:String} = '' OR has(models, {model:String}))
    GROUP BY time
)
ORDER BY time
