-- Traces in the order in which they came, for questions about a time: in trace_rows, by id, those of an hour are everywhere, and FINAL
-- has to compare all with all. The place of a trace is the version under which it was first told, which never changes, so its versions
-- replace each other; those told before that was noted have 0. Rows are absolute here too: a repeated insert is harmless, and no insert
-- is answered before both tables have it: docs/adr/0013-traces-by-arrival.md.
ALTER TABLE trace_rows ADD COLUMN IF NOT EXISTS first_version UInt64 COMMENT 'Version of the first row of the trace' AFTER state;

CREATE TABLE IF NOT EXISTS trace_arrivals
(
    gen UInt32,
    workspace String,
    first_version UInt64,
    trace_id String,
    experiment_id String,
    name LowCardinality(String),
    service_name LowCardinality(String),
    agent_name String,
    start_time DateTime64(9, 'UTC'),
    duration_ns Int64,
    end_time DateTime64(9, 'UTC'),
    session_id String,
    user_id String,
    sessions Array(String),
    users Array(String),
    status Enum8('UNSET' = 0, 'OK' = 1, 'ERROR' = 2),
    root_seen Bool,
    open_spans UInt32,
    span_count UInt32,
    error_count UInt32,
    llm_calls UInt32,
    llm_errors UInt32,
    tool_calls UInt32,
    tool_errors UInt32,
    turns UInt32,
    input_tokens Int64,
    output_tokens Int64,
    cache_read_tokens Int64,
    cache_write_tokens Int64,
    reasoning_tokens Int64,
    cost_usd Decimal(38, 12),
    unpriced_calls UInt32,
    emitter_cost_usd Decimal(38, 12),
    computed_cost_usd Decimal(38, 12),
    models Array(String),
    tools Array(String),
    dialects Array(String),
    request_preview String,
    response_preview String,
    tags Map(String, String),
    received_time DateTime64(9, 'UTC'),
    updated_time DateTime64(9, 'UTC'),
    version UInt64,
    parts Array(Tuple(
        session_id String,
        user_id String,
        agent_name String,
        turns UInt32,
        llm_calls UInt32,
        tool_calls UInt32,
        tool_errors UInt32,
        input_tokens Int64,
        output_tokens Int64,
        cache_read_tokens Int64,
        cache_write_tokens Int64,
        reasoning_tokens Int64,
        cost_usd Decimal(38, 12),
        start_time DateTime64(9, 'UTC'),
        end_time DateTime64(9, 'UTC'),
        llm_errors UInt32,
        unpriced_calls UInt32,
        open_spans UInt32,
        models Array(String),
        tools Array(String))),
    noise Bool,
    deleted Bool,
    INDEX started start_time TYPE minmax GRANULARITY 1,
    INDEX ended end_time TYPE minmax GRANULARITY 1,
    INDEX session_ids sessions TYPE bloom_filter(0.00001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, first_version, trace_id)
SETTINGS index_granularity = 1024, auto_statistics_types = ''
COMMENT 'The rows of trace_rows in the order in which the traces came';

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_arrivals_feed TO trace_arrivals
AS SELECT
    gen, first_version,
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, emitter_cost_usd,
    computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time, version, parts,
    noise, deleted
FROM trace_rows
COMMENT 'Writes into trace_arrivals what is written into trace_rows';

INSERT INTO trace_arrivals (
    gen, first_version,
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, emitter_cost_usd,
    computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time, version, parts,
    noise, deleted)
SELECT
    gen, first_version,
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, emitter_cost_usd,
    computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time, version, parts,
    noise, deleted
FROM trace_rows;
