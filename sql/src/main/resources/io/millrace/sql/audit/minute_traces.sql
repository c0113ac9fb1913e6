-- Traces that are not noise are as many by row as by minute
SELECT workspace, 'traces, failed' AS item, toString((sum(t_traces), sum(t_errors))) AS expected, toString((sum(m_traces), sum(m_errors))) AS found
FROM
(
    SELECT workspace, toInt64(count()) AS t_traces, toInt64(countIf(status = 'ERROR')) AS t_errors, toInt64(0) AS m_traces, toInt64(0) AS m_errors
    FROM traces
    WHERE NOT noise
    GROUP BY workspace
    UNION ALL
    SELECT workspace, toInt64(0), toInt64(0), sum(traces), sum(errors) FROM trace_latency_1m GROUP BY workspace
)
GROUP BY workspace
HAVING expected != found
