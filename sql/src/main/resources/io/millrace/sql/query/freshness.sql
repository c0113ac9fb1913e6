-- How far the views show the log; the least query that proves that they answer
SELECT count() AS partitions, max(committed_time) AS committed_time FROM progress
