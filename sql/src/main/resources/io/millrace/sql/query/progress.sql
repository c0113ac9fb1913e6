-- The prefix of the log that the views show
SELECT topic, partition, next_offset, committed_time FROM progress ORDER BY topic, partition
