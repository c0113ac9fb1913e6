-- Which tools fail, and how slow are they?
SELECT tool, sum(t.calls) AS calls, sum(t.errors) AS errors, round(errors / calls, 4) AS failure_rate,
    round(histogram_quantile(sumMap(t.duration_histogram), 0.5) / 1e6, 3) AS p50_ms,
    round(histogram_quantile(sumMap(t.duration_histogram), 0.95) / 1e6, 3) AS p95_ms
FROM tool_calls_1m AS t
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY tool
ORDER BY failure_rate DESC, calls DESC, tool
