-- Of the newest epoch that all its subtasks have written: offsets carried by one subtask say nothing of the others, and after a
-- change of the parallelism the rows of subtasks that are gone must not hold the least back.
CREATE OR REPLACE VIEW progress
(
    topic LowCardinality(String) COMMENT 'Kafka topic',
    partition UInt32 COMMENT 'Kafka partition',
    next_offset UInt64 COMMENT 'All records before this offset are in the views, none at or past it need be',
    committed_time DateTime64(9, 'UTC') COMMENT 'When the job wrote that down'
)
AS SELECT
    topic,
    partition,
    argMax(epoch_offset, (epoch, epoch_offset)) AS next_offset,
    argMax(epoch_time, (epoch, epoch_offset)) AS committed_time
FROM
(
    SELECT topic, partition, epoch, min(r.next_offset) AS epoch_offset, max(r.committed_time) AS epoch_time
    FROM progress_rows AS r FINAL
    WHERE r.gen = (SELECT gen FROM current_generation)
    GROUP BY topic, partition, epoch, parallelism
    HAVING count() = parallelism
)
GROUP BY topic, partition
COMMENT 'The prefix of the log that all views show';

CREATE OR REPLACE VIEW ledger_1m
(
    minute DateTime('UTC') COMMENT 'The minute in which they were received',
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    signal LowCardinality(String) COMMENT 'spans, logs or metrics',
    published Int64 COMMENT 'Occurrences in the log, within the prefix of the view progress',
    first_seen Int64 COMMENT 'Occurrences that made a row',
    duplicate Int64 COMMENT 'Occurrences of something already seen',
    dropped_by_policy Int64 COMMENT 'Occurrences that a setting drops',
    dead_lettered Int64 COMMENT 'Occurrences that could not be read or stored, see dead_letters',
    in_flight Int64 COMMENT 'Published within the prefix of the view progress but not yet accounted for; 0 when all is'
)
AS SELECT
    r.minute AS minute,
    r.workspace AS workspace,
    r.signal AS signal,
    sum(r.published) AS published,
    sum(r.first_seen) AS first_seen,
    sum(r.duplicate) AS duplicate,
    sum(r.dropped_by_policy) AS dropped_by_policy,
    sum(r.dead_lettered) AS dead_lettered,
    greatest(published - first_seen - duplicate - dropped_by_policy - dead_lettered, 0) AS in_flight
FROM ledger_minutes AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
GROUP BY minute, workspace, signal
HAVING (published, first_seen, duplicate, dropped_by_policy, dead_lettered) != (0, 0, 0, 0, 0)
COMMENT 'The account: published = first_seen + duplicate + dropped_by_policy + dead_lettered + in_flight';

CREATE OR REPLACE VIEW dead_letters
(
    received_time DateTime64(9, 'UTC') COMMENT 'When the bridge received it',
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    topic LowCardinality(String) COMMENT 'Kafka topic of the record, or the table whose row ClickHouse refused',
    partition Int32 COMMENT 'Kafka partition of the record; -1 = a row of a table',
    offset UInt64 COMMENT 'Offset of the record, or a checksum of the row',
    position Int32 COMMENT 'Index of the span, log record or data point in the record; -1 = the whole record',
    reason String COMMENT 'What was wrong with it',
    bytes String COMMENT 'As received'
)
AS SELECT received_time, workspace, topic, partition, offset, position, reason, bytes
FROM dead_letter_rows FINAL
WHERE gen = (SELECT gen FROM current_generation)
COMMENT 'What could not be read or stored, with the reason';
