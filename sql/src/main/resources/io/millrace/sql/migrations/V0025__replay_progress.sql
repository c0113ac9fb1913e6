-- How far the replay that is on its way has come, beside what the views show.
CREATE OR REPLACE VIEW replay_progress
(
    gen UInt32 COMMENT 'Generation that it goes into',
    topic String COMMENT 'Kafka topic',
    partition UInt32 COMMENT 'Kafka partition',
    next_offset UInt64 COMMENT 'It has read all before this offset',
    shown_offset UInt64 COMMENT 'The views show all before this offset; it takes over when it is behind nowhere'
)
AS SELECT
    (SELECT max(gen) FROM generation_states WHERE state = 'replaying') AS gen,
    topic,
    partition,
    maxIf(next, g = gen) AS next_offset,
    maxIf(next, g != gen) AS shown_offset
FROM
(
    SELECT g, topic, partition, argMax(epoch_offset, (epoch, epoch_offset)) AS next
    FROM
    (
        SELECT r.gen AS g, r.topic AS topic, r.partition AS partition, r.epoch AS epoch, min(r.next_offset) AS epoch_offset
        FROM progress_rows AS r FINAL
        WHERE r.gen IN (SELECT s.gen FROM generation_states AS s WHERE s.state IN ('current', 'replaying'))
        GROUP BY g, topic, partition, epoch, r.parallelism
        HAVING count() = r.parallelism
    )
    GROUP BY g, topic, partition
)
WHERE (SELECT count() FROM generation_states WHERE state = 'replaying') > 0
GROUP BY topic, partition
COMMENT 'One row a partition while a replay is on its way, else none';
