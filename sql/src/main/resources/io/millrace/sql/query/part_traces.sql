-- The traces that hold something of a session, or of a user, which began before a time
SELECT DISTINCT trace_id
FROM trace_arrivals AS t FINAL
ARRAY JOIN parts AS part
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String}
    AND ({session_id:String} = '' OR part.session_id = {session_id:String})
    AND ({user_id:String} = '' OR part.user_id = {user_id:String})
    AND part.start_time < fromUnixTimestamp64Nano({before:Int64}, 'UTC')
ORDER BY trace_id
LIMIT {limit:UInt32}
