-- Why something could not be read or stored, the most frequent first
SELECT topic, reason, count() AS dead_letters, max(received_time) AS last_received_time
FROM dead_letters
WHERE workspace = {workspace:String}
    AND received_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND received_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
GROUP BY topic, reason
ORDER BY dead_letters DESC, topic, reason
LIMIT {limit:UInt32}
