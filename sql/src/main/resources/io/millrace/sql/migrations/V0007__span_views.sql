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
    noise Bool COMMENT 'Plumbing of the agent''s process, which tells nothing of what it did'
)
AS SELECT
    workspace, experiment_id, trace_id, span_id, parent_span_id, session_id, user_id, agent_name, service_name, scope_name,
    scope_version, name, span_kind, kind, status, status_message, error_type, start_time, duration_ns, reported_start_time,
    provider, request_model, response_model, owns_usage, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
    reasoning_tokens, cost_usd, emitter_cost_usd, computed_cost_usd, price_version, tool_name, tool_call_id,
    counts_as_tool_call, time_to_first_token_ns, finish_reason, attempt_count, dialect, usage_rule, rules_version,
    received_time, late_ns, noise
FROM span_rows FINAL
WHERE gen = (SELECT gen FROM current_generation)
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
AS SELECT workspace, trace_id, span_id, input, output, messages, attributes, resource, events, links, raw
FROM span_content_rows FINAL
WHERE gen = (SELECT gen FROM current_generation)
COMMENT 'One row a span, wide: prompts, answers, attributes. May be ahead of the view progress';
