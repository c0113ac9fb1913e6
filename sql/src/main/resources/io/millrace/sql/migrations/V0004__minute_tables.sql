-- Additive measures, kept as the absolute sums of one lane: a lane is a random id drawn when the job makes the state entry of a key.
-- A lane's measures may be negative (a call that moved away after its first lane was evicted); the sum over the lanes never is.
CREATE TABLE IF NOT EXISTS usage_minutes
(
    gen UInt32,
    minute DateTime('UTC'),
    workspace String,
    experiment_id String,
    service_name LowCardinality(String),
    agent_name String,
    user_id String,
    provider LowCardinality(String),
    model LowCardinality(String),
    lane UInt64,
    calls Int64,
    errors Int64,
    input_tokens Int64,
    output_tokens Int64,
    cache_read_tokens Int64,
    cache_write_tokens Int64,
    reasoning_tokens Int64,
    cost_usd Decimal(38, 12),
    emitter_cost_usd Decimal(38, 12),
    computed_cost_usd Decimal(38, 12),
    unpriced_calls Int64,
    duration_histogram Map(Int16, Int64),
    first_token_histogram Map(Int16, Int64),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, minute, workspace, experiment_id, service_name, agent_name, user_id, provider, model, lane)
COMMENT 'Behind the view usage_1m';

CREATE TABLE IF NOT EXISTS tool_minutes
(
    gen UInt32,
    minute DateTime('UTC'),
    workspace String,
    experiment_id String,
    service_name LowCardinality(String),
    agent_name String,
    tool String,
    lane UInt64,
    calls Int64,
    errors Int64,
    duration_histogram Map(Int16, Int64),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, minute, workspace, experiment_id, service_name, agent_name, tool, lane)
COMMENT 'Behind the view tool_calls_1m';

CREATE TABLE IF NOT EXISTS latency_minutes
(
    gen UInt32,
    minute DateTime('UTC'),
    workspace String,
    experiment_id String,
    service_name LowCardinality(String),
    name LowCardinality(String),
    lane UInt64,
    traces Int64,
    errors Int64,
    duration_histogram Map(Int16, Int64),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, minute, workspace, experiment_id, service_name, name, lane)
COMMENT 'Behind the view trace_latency_1m';

CREATE TABLE IF NOT EXISTS ledger_minutes
(
    gen UInt32,
    minute DateTime('UTC'),
    workspace String,
    signal LowCardinality(String),
    lane UInt64,
    published Int64,
    first_seen Int64,
    duplicate Int64,
    dropped_by_policy Int64,
    dead_lettered Int64,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, minute, workspace, signal, lane)
COMMENT 'Behind the view ledger_1m';
