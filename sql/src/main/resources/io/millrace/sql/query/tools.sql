-- Tool calls with their latencies, by time and by any dimensions; a dimension that was not asked for is ''
-- Latencies come from histograms and are right to 2 %; null = nothing to tell
-- Of the table, not the view, whose grouping by all dimensions only costs here; histograms as rows of buckets, for that adds up
-- faster than maps. Bounds of minutes as DateTime, which ends in 2106, so that the primary key is of use
SELECT
    time, by_experiment_id, by_service_name, by_agent_name, by_tool,
    calls, errors, errors / calls AS error_ratio,
    accurateCastOrNull(round(histogram_quantile(durations, 0.5)), 'Int64') AS duration_p50_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.9)), 'Int64') AS duration_p90_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.95)), 'Int64') AS duration_p95_ns,
    accurateCastOrNull(round(histogram_quantile(durations, 0.99)), 'Int64') AS duration_p99_ns
FROM
(
    SELECT
        if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
            toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
        if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
        if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
        if(has({group_by:Array(String)}, 'agent_name'), agent_name, '') AS by_agent_name,
        if(has({group_by:Array(String)}, 'tool'), tool, '') AS by_tool,
        sum(r.calls) AS calls,
        sum(r.errors) AS errors
    FROM tool_minutes AS r FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
        AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        AND ({service_name:String} = '' OR service_name = {service_name:String})
        AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
        AND ({tool:String} = '' OR tool = {tool:String})
    GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_tool
    HAVING calls != 0
) AS sums
LEFT JOIN
(
    SELECT
        time, by_experiment_id, by_service_name, by_agent_name, by_tool,
        mapFromArrays(groupArray(bucket), groupArray(n)) AS durations
    FROM
    (
        SELECT
            if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
                toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
            if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
            if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
            if(has({group_by:Array(String)}, 'agent_name'), agent_name, '') AS by_agent_name,
            if(has({group_by:Array(String)}, 'tool'), tool, '') AS by_tool,
            bucket, sum(n) AS n
        FROM tool_minutes AS r FINAL
        ARRAY JOIN mapKeys(r.duration_histogram) AS bucket, mapValues(r.duration_histogram) AS n
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
            AND ({tool:String} = '' OR tool = {tool:String})
        GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_tool, bucket
        HAVING n > 0
    )
    GROUP BY time, by_experiment_id, by_service_name, by_agent_name, by_tool
) AS histograms
USING (time, by_experiment_id, by_service_name, by_agent_name, by_tool)
ORDER BY time, calls DESC, by_experiment_id, by_service_name, by_agent_name, by_tool
LIMIT {limit:UInt32}
