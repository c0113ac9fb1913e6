-- Some of the traces by minute, in one lane
INSERT INTO latency_minutes (gen, minute, workspace, experiment_id, service_name, name, lane, traces, errors, duration_histogram, version)
SELECT gen, toStartOfMinute(start_time) AS minute, workspace, experiment_id, service_name, name, 1, count(), countIf(status = 'ERROR'),
    sumMap(map(toInt16(floor(log2(duration_ns) * 16)), toInt64(1))), 1
FROM trace_rows
WHERE workspace = {workspace:String} AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
GROUP BY ALL
