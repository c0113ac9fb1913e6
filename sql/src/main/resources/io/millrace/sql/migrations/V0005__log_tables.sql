-- The version is the offset itself: it only grows.
CREATE TABLE IF NOT EXISTS progress_rows
(
    gen UInt32,
    topic LowCardinality(String),
    partition UInt32,
    epoch UInt64 COMMENT 'Grows with every start of the job whose parallelism may differ',
    parallelism UInt32 COMMENT 'Sink subtasks in this epoch',
    subtask UInt32,
    next_offset UInt64,
    committed_time DateTime64(9, 'UTC')
)
ENGINE = ReplacingMergeTree(next_offset)
PARTITION BY gen
ORDER BY (gen, topic, partition, epoch, parallelism, subtask)
COMMENT 'Behind the view progress';

CREATE TABLE IF NOT EXISTS dead_letter_rows
(
    gen UInt32,
    received_time DateTime64(9, 'UTC'),
    workspace String,
    topic LowCardinality(String),
    partition Int32,
    offset UInt64,
    position Int32,
    reason String,
    bytes String CODEC(ZSTD(1)),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, topic, partition, offset, position)
COMMENT 'Behind the view dead_letters';
