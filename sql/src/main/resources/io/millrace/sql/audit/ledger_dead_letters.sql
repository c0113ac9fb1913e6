-- The ledger's dead-lettered occurrences are the letters that name a place in a log of telemetry
SELECT workspace, 'dead letters' AS item, toString(sum(ledger)) AS expected, toString(sum(letters)) AS found
FROM
(
    SELECT workspace, toInt64(sum(dead_lettered)) AS ledger, toInt64(0) AS letters FROM ledger_1m GROUP BY workspace
    UNION ALL
    SELECT workspace, toInt64(0), toInt64(count()) FROM dead_letters WHERE partition >= 0 AND startsWith(topic, 'otlp.') GROUP BY workspace
)
GROUP BY workspace
HAVING sum(ledger) != sum(letters)
