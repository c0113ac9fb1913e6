-- The workspaces that anything was ever received for, the latest first
SELECT workspace, sum(l.published) AS published, toDateTime64(max(minute), 9, 'UTC') AS last_time
FROM ledger_1m AS l
GROUP BY workspace
ORDER BY last_time DESC, workspace
LIMIT {limit:UInt32}
