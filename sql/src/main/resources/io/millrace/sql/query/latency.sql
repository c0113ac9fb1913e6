-- Traces with their latencies, by time and by any dimensions; a dimension that was not asked for is ''
-- Latencies come from histograms and are right to 2 %; null = nothing to tell
-- Of the table, not the view, whose grouping by all dimensions only costs here; histograms as rows of buckets, for that adds up
-- faster than maps. Bounds of minutes as DateTime, which ends in 2106, so that the primary key is of use
SELECT
    time, by_experiment_id, by_service_name, by_name,
    traces, errors, errors / traces AS error_ratio,
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
        if(has({group_by:Array(String)}, 'name'), name, '') AS by_name,
        sum(r.traces) AS traces,
        sum(r.errors) AS errors
    FROM latency_minutes AS r FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
        AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        AND ({service_name:String} = '' OR service_name = {service_name:String})
        AND ({name:String} = '' OR name = {name:String})
    GROUP BY time, by_experiment_id, by_service_name, by_name
    HAVING traces != 0
) AS sums
LEFT JOIN
(
    SELECT
        time, by_experiment_id, by_service_name, by_name,
        mapFromArrays(groupArray(bucket), groupArray(n)) AS durations
    FROM
    (
        SELECT
            if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
                toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
            if(has({group_by:Array(String)}, 'experiment_id'), experiment_id, '') AS by_experiment_id,
            if(has({group_by:Array(String)}, 'service_name'), service_name, '') AS by_service_name,
            if(has({group_by:Array(String)}, 'name'), name, '') AS by_name,
            bucket, sum(n) AS n
        FROM latency_minutes AS r FINAL
        ARRAY JOIN mapKeys(r.duration_histogram) AS bucket, mapValues(r.duration_histogram) AS n
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({name:String} = '' OR name = {name:String})
        GROUP BY time, by_experiment_id, by_service_name, by_name, bucket
        HAVING n > 0
    )
    GROUP BY time, by_experiment_id, by_service_name, by_name
) AS histograms
USING (time, by_experiment_id, by_service_name, by_name)
ORDER BY time, traces DESC, by_experiment_id, by_service_name, by_name
LIMIT {limit:UInt32}
