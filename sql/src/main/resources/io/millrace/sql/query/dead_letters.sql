-- What could not be read or stored, newest first, without its bytes
SELECT received_time, topic, partition, offset, position, reason, length(bytes) AS size_bytes
FROM dead_letters
WHERE workspace = {workspace:String}
    AND received_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND received_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
ORDER BY received_time DESC, topic, partition, offset, position
LIMIT {limit:UInt32}
