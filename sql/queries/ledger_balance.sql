-- Is everything that was received accounted for? missing must be 0 in every minute.
SELECT minute, signal, published, first_seen, duplicate, dropped_by_policy, dead_lettered, in_flight,
    published - first_seen - duplicate - dropped_by_policy - dead_lettered - in_flight AS missing
FROM ledger_1m
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
ORDER BY minute, signal
