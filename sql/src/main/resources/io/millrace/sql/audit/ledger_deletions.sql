-- The ledger's deleted spans are those that the view deletions names
SELECT workspace, 'deleted spans' AS item, toString(sum(ledger)) AS expected, toString(sum(named)) AS found
FROM
(
    SELECT workspace, toInt64(sum(deleted)) AS ledger, toInt64(0) AS named FROM ledger_1m WHERE signal = 'spans' GROUP BY workspace
    UNION ALL
    SELECT workspace, toInt64(0), toInt64(sum(length(span_ids))) FROM deletions GROUP BY workspace
)
GROUP BY workspace
HAVING sum(ledger) != sum(named)
