-- The tool calls of some of the spans by minute, in one lane
INSERT INTO tool_minutes (gen, minute, workspace, experiment_id, service_name, agent_name, tool, lane, calls, errors, duration_histogram, version)
SELECT gen, toStartOfMinute(start_time) AS minute, workspace, experiment_id, service_name, agent_name, tool_name, 1, count(), countIf(status = 'ERROR'),
    sumMap(map(toInt16(floor(log2(duration_ns) * 16)), toInt64(1))), 1
FROM span_rows
WHERE workspace = {workspace:String} AND counts_as_tool_call AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
GROUP BY ALL
