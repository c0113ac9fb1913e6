-- Rows are versioned and absolute: inserting one again is harmless, views read with FINAL. Partitioned by generation only:
-- two versions of a row in two partitions would never replace each other, and an old generation is dropped as a partition.
CREATE TABLE IF NOT EXISTS span_rows
(
    gen UInt32,
    workspace String,
    experiment_id String,
    trace_id String,
    span_id String,
    parent_span_id String,
    session_id String,
    user_id String,
    agent_name String,
    service_name LowCardinality(String),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    name LowCardinality(String),
    span_kind Enum8('UNSPECIFIED' = 0, 'INTERNAL' = 1, 'SERVER' = 2, 'CLIENT' = 3, 'PRODUCER' = 4, 'CONSUMER' = 5),
    kind Enum8('SPAN' = 0, 'LLM' = 1, 'EMBEDDING' = 2, 'RERANKER' = 3, 'TOOL' = 4, 'AGENT' = 5, 'CHAIN' = 6,
        'RETRIEVER' = 7, 'GUARDRAIL' = 8, 'EVALUATOR' = 9, 'MEMORY' = 10),
    status Enum8('UNSET' = 0, 'OK' = 1, 'ERROR' = 2),
    status_message String,
    error_type String,
    start_time DateTime64(9, 'UTC'),
    duration_ns Int64,
    reported_start_time Nullable(DateTime64(9, 'UTC')),
    provider LowCardinality(String),
    request_model LowCardinality(String),
    response_model LowCardinality(String),
    owns_usage Bool,
    input_tokens Int64,
    output_tokens Int64,
    cache_read_tokens Int64,
    cache_write_tokens Int64,
    reasoning_tokens Int64,
    cost_usd Nullable(Decimal(38, 12)),
    emitter_cost_usd Nullable(Decimal(38, 12)),
    computed_cost_usd Nullable(Decimal(38, 12)),
    price_version String,
    tool_name String,
    tool_call_id String,
    counts_as_tool_call Bool,
    time_to_first_token_ns Nullable(Int64),
    finish_reason LowCardinality(String),
    attempt_count UInt16,
    dialect LowCardinality(String),
    usage_rule LowCardinality(String),
    rules_version LowCardinality(String),
    received_time DateTime64(9, 'UTC'),
    late_ns Int64,
    noise Bool,
    fact String COMMENT 'The state of the job for this span, Avro; loaded back when an evicted trace gets a span',
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, trace_id, span_id)
COMMENT 'Behind the view spans';

CREATE TABLE IF NOT EXISTS span_content_rows
(
    gen UInt32,
    workspace String,
    trace_id String,
    span_id String,
    input String CODEC(ZSTD(1)),
    output String CODEC(ZSTD(1)),
    messages String CODEC(ZSTD(1)),
    attributes Map(String, String) CODEC(ZSTD(1)),
    resource Map(String, String) CODEC(ZSTD(1)),
    events String CODEC(ZSTD(1)),
    links String CODEC(ZSTD(1)),
    raw String CODEC(ZSTD(1)),
    version UInt64 COMMENT 'The merge rank of the span'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, trace_id, span_id)
COMMENT 'Behind the view span_content';
