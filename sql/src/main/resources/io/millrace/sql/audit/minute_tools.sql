-- Tool calls are the same by trace and by minute
SELECT workspace, 'tool calls, failed' AS item, toString((sum(t_calls), sum(t_errors))) AS expected, toString((sum(m_calls), sum(m_errors))) AS found
FROM
(
    SELECT workspace, toInt64(sum(tool_calls)) AS t_calls, toInt64(sum(tool_errors)) AS t_errors, toInt64(0) AS m_calls, toInt64(0) AS m_errors
    FROM traces
    GROUP BY workspace
    UNION ALL
    SELECT workspace, toInt64(0), toInt64(0), sum(calls), sum(errors) FROM tool_calls_1m GROUP BY workspace
)
GROUP BY workspace
HAVING expected != found
