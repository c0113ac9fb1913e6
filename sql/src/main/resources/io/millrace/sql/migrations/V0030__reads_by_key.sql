-- Who asks for a trace or a span by its id names columns of the key. Those may be looked at before FINAL compares versions, and of all other
-- columns only the rows that are left are read: a trace in 12 parts then costs what it cost in 2. ClickHouse does so only where it is told to.
CREATE OR REPLACE VIEW spans
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of the trace; 0 = none was named',
    trace_id String COMMENT '32 lower-case hex digits',
    span_id String COMMENT '16 lower-case hex digits; unique within workspace and trace_id',
    parent_span_id String COMMENT '16 lower-case hex digits, '''' = none',
    session_id String COMMENT 'Resolved: its own, else the nearest ancestor''s, else the only one below it, else the only one of the trace, else ''''',
    user_id String COMMENT 'The human; resolved like session_id',
    agent_name String COMMENT 'Resolved like session_id',
    service_name LowCardinality(String) COMMENT 'service.name of the resource',
    scope_name LowCardinality(String) COMMENT 'Name of the instrumentation scope',
    scope_version LowCardinality(String) COMMENT 'Version of the instrumentation scope',
    name LowCardinality(String) COMMENT 'As sent',
    span_kind Enum8('UNSPECIFIED' = 0, 'INTERNAL' = 1, 'SERVER' = 2, 'CLIENT' = 3, 'PRODUCER' = 4, 'CONSUMER' = 5) COMMENT 'OTLP''s own span kind',
    kind Enum8('SPAN' = 0, 'LLM' = 1, 'EMBEDDING' = 2, 'RERANKER' = 3, 'TOOL' = 4, 'AGENT' = 5, 'CHAIN' = 6,
        'RETRIEVER' = 7, 'GUARDRAIL' = 8, 'EVALUATOR' = 9, 'MEMORY' = 10) COMMENT 'What the span is, whatever its dialect calls it; SPAN = anything else',
    status Enum8('UNSET' = 0, 'OK' = 1, 'ERROR' = 2) COMMENT 'As the agent meant it: OTLP''s status, corrected by the rules of the dialect',
    status_message String COMMENT 'What the emitter says of the error',
    error_type String COMMENT 'OTel''s error.type or the type of the exception',
    start_time DateTime64(9, 'UTC') COMMENT 'As reported, or the received time where the clock was implausible',
    duration_ns Int64 COMMENT 'End minus start in nanoseconds; 0 while the span is open',
    reported_start_time Nullable(DateTime64(9, 'UTC')) COMMENT 'The start as reported, only where it was implausible',
    provider LowCardinality(String) COMMENT 'OTel''s gen_ai.provider.name, '''' where only a framework is known',
    request_model LowCardinality(String) COMMENT 'Model as asked for',
    response_model LowCardinality(String) COMMENT 'Model as answered, may carry a date',
    owns_usage Bool COMMENT 'Whether the tokens and cost of this span are counted; wrappers that repeat a call do not own them',
    input_tokens Int64 COMMENT 'Own usage, else 0; includes cache reads and writes in every dialect',
    output_tokens Int64 COMMENT 'Own usage, else 0; includes reasoning in every dialect',
    cache_read_tokens Int64 COMMENT 'Part of input_tokens that was read from the provider''s cache',
    cache_write_tokens Int64 COMMENT 'Part of input_tokens that was written to the provider''s cache',
    reasoning_tokens Int64 COMMENT 'Part of output_tokens that was reasoning',
    cost_usd Nullable(Decimal(38, 12)) COMMENT 'USD: computed, else the emitter''s, else null = unknown; which goes first is the setting cost.precedence',
    emitter_cost_usd Nullable(Decimal(38, 12)) COMMENT 'USD as the emitter itself says, null = not said',
    computed_cost_usd Nullable(Decimal(38, 12)) COMMENT 'USD by the price book, null = no price known',
    price_version String COMMENT 'Version of the price book that computed the cost',
    tool_name String COMMENT 'The tool by the name that the model used',
    tool_call_id String COMMENT 'Id by which the model asked for the call, '''' = none',
    counts_as_tool_call Bool COMMENT 'False for a phantom or phase span of a framework, which is no call',
    time_to_first_token_ns Nullable(Int64) COMMENT 'Nanoseconds from the request to the first token, null = not said',
    finish_reason LowCardinality(String) COMMENT 'stop, length, tool_calls, content_filter, error, or the emitter''s own word',
    attempt_count UInt16 COMMENT 'How often the provider was asked, at least 1',
    dialect LowCardinality(String) COMMENT 'The dialect that decided the kind',
    usage_rule LowCardinality(String) COMMENT 'The rule that read the usage, '''' without usage',
    rules_version LowCardinality(String) COMMENT 'Version of the rules that were applied',
    received_time DateTime64(9, 'UTC') COMMENT 'When the bridge received it',
    late_ns Int64 COMMENT 'Received minus end, in nanoseconds',
    noise Bool COMMENT 'Plumbing of the agent''s process, which tells nothing of what it did',
    input_cost_usd Nullable(Decimal(38, 12)) COMMENT 'USD, what of cost_usd is input, cache reads and writes too; null = unknown, or the cost is the emitter''s and it does not tell it in parts',
    output_cost_usd Nullable(Decimal(38, 12)) COMMENT 'USD, what of cost_usd is output, reasoning too; null likewise. A price by request is in neither',
    cache_saved_usd Nullable(Decimal(38, 12)) COMMENT 'USD, what the input would have cost without the provider''s cache, minus what it cost, both by the price book, also where cost_usd is the emitter''s; below 0 where writing cost more than reading saved; null = no price known'
)
AS SELECT
    workspace, experiment_id, trace_id, span_id, parent_span_id, session_id, user_id, agent_name, service_name, scope_name,
    scope_version, name, span_kind, kind, status, status_message, error_type, start_time, duration_ns, reported_start_time,
    provider, request_model, response_model, owns_usage, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
    reasoning_tokens, cost_usd, emitter_cost_usd, computed_cost_usd, price_version, tool_name, tool_call_id,
    counts_as_tool_call, time_to_first_token_ns, finish_reason, attempt_count, dialect, usage_rule, rules_version,
    received_time, late_ns, noise, input_cost_usd, output_cost_usd, cache_saved_usd
FROM span_rows FINAL
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted
SETTINGS optimize_move_to_prewhere_if_final = 1
COMMENT 'One row a span, narrow. Tokens and cost are own usage: summing rows never doubles';

CREATE OR REPLACE VIEW span_content
(
    workspace String COMMENT 'Trust boundary; join on workspace, trace_id, span_id',
    trace_id String COMMENT '32 lower-case hex digits',
    span_id String COMMENT '16 lower-case hex digits',
    input String COMMENT 'What went in, as the dialect tells it',
    output String COMMENT 'What came out, as the dialect tells it',
    messages String COMMENT 'Canonical chat, JSON: messages with role and parts',
    attributes Map(String, String) COMMENT 'All attributes as sent; values that are not strings as JSON',
    resource Map(String, String) COMMENT 'All attributes of the resource, likewise',
    events String COMMENT 'Events of the span, JSON array',
    links String COMMENT 'Links of the span, JSON array',
    raw String COMMENT 'The OTLP span, protobuf'
)
AS WITH
    arraySort(piece -> piece.1, arrayFilter(piece -> piece.1 != 0, arrayZip(
        arrayResize(r.raw_cuts, 2 * length(mapKeys(r.attributes))),
        arrayFlatten(arrayMap((key, text) -> [key, text],
            arraySort(mapKeys(r.attributes)), arraySort((text, key) -> key, mapValues(r.attributes), mapKeys(r.attributes))))))) AS pieces
SELECT r.workspace AS workspace, r.trace_id AS trace_id, r.span_id AS span_id,
    if(r.input_key = '', r.input, r.attributes[r.input_key]) AS input,
    if(r.output_key = '', r.output, r.attributes[r.output_key]) AS output,
    r.messages AS messages, r.attributes AS attributes, r.resource AS resource, r.events AS events, r.links AS links,
    concat(
        arrayStringConcat(arrayMap((place, before, text) -> concat(substring(r.raw, before + 1, place - before), text),
            pieces.1, arrayPopBack(arrayPushFront(pieces.1, 0)), pieces.2)),
        substring(r.raw, pieces.1[-1] + 1)) AS raw
FROM span_content_rows AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation) AND NOT r.deleted
SETTINGS optimize_move_to_prewhere_if_final = 1
COMMENT 'One row a span, wide: prompts, answers, attributes. May be ahead of the view progress';

CREATE OR REPLACE VIEW traces
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'An explicit one over the default 0, then the earliest received',
    trace_id String COMMENT '32 lower-case hex digits; unique within workspace',
    name LowCardinality(String) COMMENT 'Name of the root span, else of the earliest span',
    service_name LowCardinality(String) COMMENT 'service.name of the same span',
    agent_name String COMMENT 'The agent of the same span',
    start_time DateTime64(9, 'UTC') COMMENT 'Earliest start of its spans; noise counts only where there is nothing else, here and below',
    duration_ns Int64 COMMENT 'end_time minus start_time in nanoseconds',
    end_time DateTime64(9, 'UTC') COMMENT 'Latest end of its spans',
    session_id String COMMENT 'The session, '''' unless the trace has exactly one',
    user_id String COMMENT 'The user, '''' unless the trace has exactly one',
    sessions Array(String) COMMENT 'All sessions, sorted',
    users Array(String) COMMENT 'All users, sorted',
    status Enum8('UNSET' = 0, 'OK' = 1, 'ERROR' = 2) COMMENT 'Status of the trace as the agent meant it',
    root_seen Bool COMMENT 'Whether a span without parent has come in',
    open_spans UInt32 COMMENT 'Spans that have started and not ended',
    span_count UInt32 COMMENT 'Rows of the view spans',
    error_count UInt32 COMMENT 'Spans with status ERROR',
    llm_calls UInt32 COMMENT 'Successful model calls',
    llm_errors UInt32 COMMENT 'Failed model calls',
    tool_calls UInt32 COMMENT 'Tool calls, failed ones included',
    tool_errors UInt32 COMMENT 'Failed tool calls',
    turns UInt32 COMMENT 'User turns',
    input_tokens Int64 COMMENT 'Sum of own usage; includes cache reads and writes',
    output_tokens Int64 COMMENT 'Sum of own usage; includes reasoning',
    cache_read_tokens Int64 COMMENT 'Part of input_tokens that was read from the provider''s cache',
    cache_write_tokens Int64 COMMENT 'Part of input_tokens that was written to the provider''s cache',
    reasoning_tokens Int64 COMMENT 'Part of output_tokens that was reasoning',
    cost_usd Decimal(38, 12) COMMENT 'USD, sum of the known costs; unknown ones are counted in unpriced_calls',
    unpriced_calls UInt32 COMMENT 'Calls with usage whose cost is unknown',
    emitter_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what the emitter says of the owned calls',
    computed_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what the price book says of the owned calls',
    models Array(String) COMMENT 'Models asked for, else answered; sorted',
    tools Array(String) COMMENT 'Tools called, sorted',
    dialects Array(String) COMMENT 'Dialects of its spans, sorted',
    request_preview String COMMENT 'What the user asked, at most 1000 characters',
    response_preview String COMMENT 'What was answered, at most 1000 characters',
    tags Map(String, String) COMMENT 'Free labels; a bare tag has the value ''''',
    received_time DateTime64(9, 'UTC') COMMENT 'When the first of its spans was received',
    updated_time DateTime64(9, 'UTC') COMMENT 'When this row was made',
    version UInt64 COMMENT 'Grows with every change of the row',
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
        tools Array(String))) COMMENT 'The totals by session, user and agent; they add up to the trace',
    noise Bool COMMENT 'Whether all its spans are noise; no such trace is in trace_latency_1m',
    input_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what is known to be input of cost_usd, cache reads and writes too',
    output_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what is known to be output of cost_usd, reasoning too. What cost_usd has beyond both is of calls whose cost nobody tells in parts, and prices by request',
    cache_saved_usd Decimal(38, 12) COMMENT 'USD, sum of what is known to be saved by the provider''s cache at the price book''s rates: cheaper reads minus dearer writes, so it may be below 0',
    part_costs Array(Tuple(
        input_cost_usd Decimal(38, 12),
        output_cost_usd Decimal(38, 12),
        cache_saved_usd Decimal(38, 12))) COMMENT 'The same of each of parts, in their order'
)
AS SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors,
    turns, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls,
    emitter_cost_usd, computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time,
    updated_time, version, parts, noise, input_cost_usd, output_cost_usd, cache_saved_usd,
    arrayResize(trace_rows.part_costs, length(parts)) AS part_costs
FROM trace_rows FINAL
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted
SETTINGS optimize_move_to_prewhere_if_final = 1
COMMENT 'One row a trace';

-- So that a part more is cheap to look into, and ten parts may become one, not five: a row is written again less often
-- (docs/adr/0014-what-young-rows-cost.md).
ALTER TABLE span_rows MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
ALTER TABLE trace_rows MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
