-- What do agents wait for? Of the time of their traces, that of model calls and tools (which may overlap).
SELECT t.service_name AS service_name, count() AS traces, round(sum(t.duration_ns) / 1e9, 3) AS wall_s,
    round(sum(s.model_ns) / 1e9, 3) AS model_s, round(sum(s.tool_ns) / 1e9, 3) AS tool_s
FROM traces AS t
INNER JOIN
(
    SELECT trace_id, sumIf(duration_ns, owns_usage OR (kind = 'LLM' AND status = 'ERROR')) AS model_ns, sumIf(duration_ns, counts_as_tool_call) AS tool_ns
    FROM spans
    WHERE workspace = {workspace:String}
    GROUP BY trace_id
) AS s ON s.trace_id = t.trace_id
WHERE t.workspace = {workspace:String} AND NOT t.noise
    AND t.start_time >= {from:DateTime('UTC')} AND t.start_time < {to:DateTime('UTC')}
GROUP BY service_name
ORDER BY wall_s DESC, service_name
