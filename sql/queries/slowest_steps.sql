-- Where does the time go? Spans alike, by the time that they take together; a step holds the time of those below it.
SELECT service_name, kind, name, count() AS spans, round(sum(duration_ns) / 1e9, 3) AS total_s,
    round(quantileExact(0.5)(duration_ns) / 1e6, 3) AS p50_ms, round(quantileExact(0.95)(duration_ns) / 1e6, 3) AS p95_ms,
    argMax(trace_id, (duration_ns, trace_id)) AS slowest_trace_id
FROM spans
WHERE workspace = {workspace:String} AND NOT noise
    AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
GROUP BY service_name, kind, name
ORDER BY total_s DESC, service_name, kind, name
LIMIT 50
