-- How far the replay that is on its way has come; one row, generation 0 = there is none
SELECT
    toInt64(max(gen)) AS generation,
    toInt64(sum(next_offset)) AS records,
    toInt64(sum(if(next_offset < shown_offset, shown_offset - next_offset, 0))) AS behind_records
FROM replay_progress
