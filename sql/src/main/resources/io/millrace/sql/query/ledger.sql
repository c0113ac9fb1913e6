-- The account of what was received, by time
SELECT
    if({interval:UInt32} = 0, fromUnixTimestamp64Nano({from:Int64}, 'UTC'),
        toDateTime64(toStartOfInterval(minute, toIntervalSecond({interval:UInt32}), 'UTC'), 9, 'UTC')) AS time,
    signal,
    sum(l.published) AS published,
    sum(l.first_seen) AS first_seen,
    sum(l.duplicate) AS duplicate,
    sum(l.dropped_by_policy) AS dropped_by_policy,
    sum(l.dead_lettered) AS dead_lettered,
    sum(l.in_flight) AS in_flight
FROM ledger_1m AS l
WHERE workspace = {workspace:String}
    AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
    AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
GROUP BY time, signal
ORDER BY time, signal
LIMIT {limit:UInt32}
