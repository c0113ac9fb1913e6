-- The ledger's first seen spans, less the deleted, are the rows of spans
SELECT workspace, 'rows of spans' AS item, toString(sum(ledger)) AS expected, toString(sum(rows)) AS found
FROM
(
    SELECT workspace, toInt64(sum(first_seen - deleted)) AS ledger, toInt64(0) AS rows FROM ledger_1m WHERE signal = 'spans' GROUP BY workspace
    UNION ALL
    SELECT workspace, toInt64(0), toInt64(count()) FROM spans GROUP BY workspace
)
GROUP BY workspace
HAVING sum(ledger) != sum(rows)
