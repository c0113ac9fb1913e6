-- Assessments, tags, experiments and deletes: what comes by REST, read from annotations.v1 and control.v1.
-- A deleted row is a version of its key that the views leave out. Its place in the key stays, so that nothing that comes late
-- can bring it back; the versions before it are removed from the disk some time after.
ALTER TABLE span_rows ADD COLUMN IF NOT EXISTS deleted Bool COMMENT 'The views leave it out; all but its key and a bare fact is gone';

ALTER TABLE span_content_rows ADD COLUMN IF NOT EXISTS deleted Bool COMMENT 'The views leave it out; its version is the highest there is';

ALTER TABLE trace_rows ADD COLUMN IF NOT EXISTS deleted Bool COMMENT 'The views leave it out: no span is left of it';

ALTER TABLE ledger_minutes ADD COLUMN IF NOT EXISTS deleted Int64 COMMENT 'Of first_seen, those deleted since' AFTER dead_lettered;

CREATE TABLE IF NOT EXISTS deletion_rows
(
    gen UInt32,
    workspace String,
    trace_id String,
    whole Bool,
    span_ids Array(String),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, trace_id)
COMMENT 'Behind the view deletions';

-- One row a field, so that a change of one field needs nothing of the others: of each the last in the log holds.
CREATE TABLE IF NOT EXISTS annotation_rows
(
    gen UInt32,
    workspace String,
    trace_id String,
    type Enum8('TAG' = 0, 'ASSESSMENT' = 1),
    annotation_id String,
    field LowCardinality(String),
    value String CODEC(ZSTD(1)),
    received_time DateTime64(9, 'UTC'),
    version UInt64 COMMENT 'Place in the log: append time in ms, then offset'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, trace_id, type, annotation_id, field)
COMMENT 'Behind the view annotations';

CREATE TABLE IF NOT EXISTS control_rows
(
    gen UInt32,
    workspace String,
    kind LowCardinality(String),
    name String,
    body String COMMENT 'JSON; '''' = removed',
    received_time DateTime64(9, 'UTC'),
    version UInt64 COMMENT 'Place in the log: append time in ms, then offset'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, kind, name)
COMMENT 'Behind the view experiments';

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
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted
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
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted
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
    noise Bool COMMENT 'Whether all its spans are noise; no such trace is in trace_latency_1m'
)
AS SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors,
    turns, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls,
    emitter_cost_usd, computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time,
    updated_time, version, parts, noise
FROM trace_rows FINAL
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted
COMMENT 'One row a trace';

CREATE OR REPLACE VIEW sessions
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of its traces; a session is identified by workspace, experiment_id, session_id',
    session_id String COMMENT 'As the agent says; never ''''',
    users Array(String) COMMENT 'Users seen in it, sorted',
    agents Array(String) COMMENT 'Agents seen in it, sorted',
    traces UInt64 COMMENT 'Traces that have a part in it',
    turns UInt64 COMMENT 'User turns',
    llm_calls UInt64 COMMENT 'Successful model calls',
    llm_errors UInt64 COMMENT 'Failed model calls',
    tool_calls UInt64 COMMENT 'Tool calls, failed ones included',
    tool_errors UInt64 COMMENT 'Failed tool calls',
    input_tokens Int64 COMMENT 'Sum of own usage; includes cache reads and writes',
    output_tokens Int64 COMMENT 'Sum of own usage; includes reasoning',
    cache_read_tokens Int64 COMMENT 'Part of input_tokens that was read from the provider''s cache',
    cache_write_tokens Int64 COMMENT 'Part of input_tokens that was written to the provider''s cache',
    reasoning_tokens Int64 COMMENT 'Part of output_tokens that was reasoning',
    cost_usd Decimal(38, 12) COMMENT 'USD, sum of the known costs; unknown ones are counted in unpriced_calls',
    unpriced_calls UInt64 COMMENT 'Calls with usage whose cost is unknown',
    start_time DateTime64(9, 'UTC') COMMENT 'Earliest start of its spans',
    end_time DateTime64(9, 'UTC') COMMENT 'Latest end of its spans',
    open Bool COMMENT 'Whether a span of it has started and not ended',
    models Array(String) COMMENT 'Models asked for, else answered; sorted',
    tools Array(String) COMMENT 'Tools called, sorted',
    request_preview String COMMENT 'What the user asked in the first trace that tells it',
    response_preview String COMMENT 'What was answered in the last trace that tells it'
)
AS SELECT
    t.workspace AS workspace,
    t.experiment_id AS experiment_id,
    part.session_id AS session_id,
    arraySort(groupUniqArrayIf(part.user_id, part.user_id != '')) AS users,
    arraySort(groupUniqArrayIf(part.agent_name, part.agent_name != '')) AS agents,
    uniqExact(t.trace_id) AS traces,
    sum(part.turns) AS turns,
    sum(part.llm_calls) AS llm_calls,
    sum(part.llm_errors) AS llm_errors,
    sum(part.tool_calls) AS tool_calls,
    sum(part.tool_errors) AS tool_errors,
    sum(part.input_tokens) AS input_tokens,
    sum(part.output_tokens) AS output_tokens,
    sum(part.cache_read_tokens) AS cache_read_tokens,
    sum(part.cache_write_tokens) AS cache_write_tokens,
    sum(part.reasoning_tokens) AS reasoning_tokens,
    sum(part.cost_usd) AS cost_usd,
    sum(part.unpriced_calls) AS unpriced_calls,
    min(part.start_time) AS start_time,
    max(part.end_time) AS end_time,
    toBool(sum(part.open_spans) > 0) AS open,
    arraySort(groupUniqArrayArray(part.models)) AS models,
    arraySort(groupUniqArrayArray(part.tools)) AS tools,
    argMinIf(t.request_preview, (t.start_time, t.trace_id), t.request_preview != '') AS request_preview,
    argMaxIf(t.response_preview, (t.end_time, t.trace_id), t.response_preview != '') AS response_preview
FROM trace_rows AS t FINAL
ARRAY JOIN t.parts AS part
WHERE t.gen = (SELECT gen FROM current_generation) AND NOT t.deleted AND part.session_id != ''
GROUP BY workspace, experiment_id, session_id
COMMENT 'One row a session, from the parts of the traces';

CREATE OR REPLACE VIEW users
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of the traces; a user is identified by workspace, experiment_id, user_id',
    user_id String COMMENT 'The human, as the agent says; never ''''',
    sessions UInt64 COMMENT 'Sessions in which the user was seen',
    traces UInt64 COMMENT 'Traces that have a part of the user',
    turns UInt64 COMMENT 'User turns',
    llm_calls UInt64 COMMENT 'Successful model calls',
    llm_errors UInt64 COMMENT 'Failed model calls',
    tool_calls UInt64 COMMENT 'Tool calls, failed ones included',
    tool_errors UInt64 COMMENT 'Failed tool calls',
    input_tokens Int64 COMMENT 'Sum of own usage; includes cache reads and writes',
    output_tokens Int64 COMMENT 'Sum of own usage; includes reasoning',
    cache_read_tokens Int64 COMMENT 'Part of input_tokens that was read from the provider''s cache',
    cache_write_tokens Int64 COMMENT 'Part of input_tokens that was written to the provider''s cache',
    reasoning_tokens Int64 COMMENT 'Part of output_tokens that was reasoning',
    cost_usd Decimal(38, 12) COMMENT 'USD, sum of the known costs; unknown ones are counted in unpriced_calls',
    unpriced_calls UInt64 COMMENT 'Calls with usage whose cost is unknown',
    start_time DateTime64(9, 'UTC') COMMENT 'First time: earliest start of the spans',
    end_time DateTime64(9, 'UTC') COMMENT 'Last time: latest end of the spans'
)
AS SELECT
    t.workspace AS workspace,
    t.experiment_id AS experiment_id,
    part.user_id AS user_id,
    uniqExactIf(part.session_id, part.session_id != '') AS sessions,
    uniqExact(t.trace_id) AS traces,
    sum(part.turns) AS turns,
    sum(part.llm_calls) AS llm_calls,
    sum(part.llm_errors) AS llm_errors,
    sum(part.tool_calls) AS tool_calls,
    sum(part.tool_errors) AS tool_errors,
    sum(part.input_tokens) AS input_tokens,
    sum(part.output_tokens) AS output_tokens,
    sum(part.cache_read_tokens) AS cache_read_tokens,
    sum(part.cache_write_tokens) AS cache_write_tokens,
    sum(part.reasoning_tokens) AS reasoning_tokens,
    sum(part.cost_usd) AS cost_usd,
    sum(part.unpriced_calls) AS unpriced_calls,
    min(part.start_time) AS start_time,
    max(part.end_time) AS end_time
FROM trace_rows AS t FINAL
ARRAY JOIN t.parts AS part
WHERE t.gen = (SELECT gen FROM current_generation) AND NOT t.deleted AND part.user_id != ''
GROUP BY workspace, experiment_id, user_id
COMMENT 'One row a user, from the parts of the traces';

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
    in_flight Int64 COMMENT 'Published within the prefix of the view progress but not yet accounted for; 0 when all is',
    deleted Int64 COMMENT 'Of first_seen, those whose rows were deleted since: rows of spans = first_seen - deleted'
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
    greatest(published - first_seen - duplicate - dropped_by_policy - dead_lettered, 0) AS in_flight,
    sum(r.deleted) AS deleted
FROM ledger_minutes AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
GROUP BY minute, workspace, signal
HAVING (published, first_seen, duplicate, dropped_by_policy, dead_lettered) != (0, 0, 0, 0, 0)
COMMENT 'The account: published = first_seen + duplicate + dropped_by_policy + dead_lettered + in_flight';

CREATE OR REPLACE VIEW deletions
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    trace_id String COMMENT '32 lower-case hex digits',
    whole Bool COMMENT 'The trace itself was deleted: whatever still comes of it is deleted too',
    span_ids Array(String) COMMENT 'The deleted spans of it that had come in, sorted'
)
AS SELECT workspace, trace_id, whole, span_ids
FROM deletion_rows FINAL
WHERE gen = (SELECT gen FROM current_generation)
COMMENT 'One row a trace of which something was deleted';

CREATE OR REPLACE VIEW annotations
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    trace_id String COMMENT '32 lower-case hex digits; its spans may still be to come',
    span_id String COMMENT 'The span that it is about, '''' = the whole trace',
    type Enum8('TAG' = 0, 'ASSESSMENT' = 1) COMMENT 'TAG or ASSESSMENT',
    annotation_id String COMMENT 'Id of the assessment, unique within its trace; key of the tag',
    name String COMMENT 'Name of the assessment; key of the tag',
    kind String COMMENT 'FEEDBACK, EXPECTATION or ISSUE; '''' of a tag',
    value String COMMENT 'JSON of an assessment, '''' = none; plain text of a tag',
    rationale String COMMENT 'Why, in words',
    source_type String COMMENT 'HUMAN, LLM_JUDGE or CODE',
    source_id String COMMENT 'Who: a person, a judge''s model, a scorer',
    metadata Map(String, String) COMMENT 'Free labels',
    error String COMMENT 'JSON: why there is no value, '''' = no error',
    overrides String COMMENT 'Id of the assessment that this one replaces, '''' = none',
    valid Bool COMMENT 'False while another assessment overrides it',
    create_time DateTime64(9, 'UTC') COMMENT 'As the client says, else when it was received',
    update_time DateTime64(9, 'UTC') COMMENT 'When the last change of it was received'
)
AS SELECT
    workspace, trace_id, span_id, type, annotation_id, name, kind, value, rationale, source_type, source_id, metadata, error,
    overrides, toBool(told_valid AND NOT has(groupArray(overrides) OVER (PARTITION BY workspace, trace_id), annotation_id)) AS valid,
    create_time, update_time
FROM
(
    SELECT
        r.workspace AS workspace,
        r.trace_id AS trace_id,
        anyIf(r.value, r.field = 'span_id') AS span_id,
        r.type AS type,
        r.annotation_id AS annotation_id,
        if(r.type = 'TAG', r.annotation_id, anyIf(r.value, r.field = 'name')) AS name,
        anyIf(r.value, r.field = 'kind') AS kind,
        anyIf(r.value, r.field = 'value') AS value,
        anyIf(r.value, r.field = 'rationale') AS rationale,
        anyIf(r.value, r.field = 'source_type') AS source_type,
        anyIf(r.value, r.field = 'source_id') AS source_id,
        JSONExtract(anyIf(r.value, r.field = 'metadata'), 'Map(String, String)') AS metadata,
        anyIf(r.value, r.field = 'error') AS error,
        anyIf(r.value, r.field = 'overrides') AS overrides,
        anyIf(r.value, r.field = 'valid') != 'false' AS told_valid,
        anyIf(r.value, r.field = 'deleted') AS gone,
        if(anyIf(r.value, r.field = 'create_time') = '', min(r.received_time),
            fromUnixTimestamp64Nano(toInt64OrZero(anyIf(r.value, r.field = 'create_time')), 'UTC')) AS create_time,
        max(r.received_time) AS update_time
    FROM annotation_rows AS r FINAL
    WHERE r.gen = (SELECT gen FROM current_generation)
    GROUP BY workspace, trace_id, type, annotation_id
    HAVING gone = 'false'
)
WHERE (workspace, trace_id) NOT IN (SELECT workspace, trace_id FROM deletions WHERE whole)
    AND (span_id = '' OR (workspace, trace_id, span_id) NOT IN (SELECT workspace, trace_id, arrayJoin(span_ids) FROM deletions))
COMMENT 'One row a tag or assessment that came by REST. Tags are in traces.tags too, together with those that spans tell';

CREATE OR REPLACE VIEW experiments
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Derived from the workspace and the first name; a rename keeps it',
    name String COMMENT 'Unique within the workspace when made',
    deleted Bool COMMENT 'It was deleted and may be restored; its traces are not touched',
    tags Map(String, String) COMMENT 'Free labels',
    create_time DateTime64(9, 'UTC') COMMENT 'When it was made, by whoever made it last under its first name',
    update_time DateTime64(9, 'UTC') COMMENT 'When the last change of it was received'
)
AS SELECT
    r.workspace AS workspace,
    substring(r.name, 1, position(r.name, '/') - 1) AS experiment_id,
    JSONExtractString(anyIf(r.body, substring(r.name, position(r.name, '/') + 1) = 'name'), 'value') AS name,
    toBool(JSONExtractBool(anyIf(r.body, substring(r.name, position(r.name, '/') + 1) = 'deleted'), 'value')) AS deleted,
    mapFromArrays(
        groupArrayIf(substring(substring(r.name, position(r.name, '/') + 1), 5), startsWith(substring(r.name, position(r.name, '/') + 1), 'tag/') AND r.body != ''),
        groupArrayIf(JSONExtractString(r.body, 'value'), startsWith(substring(r.name, position(r.name, '/') + 1), 'tag/') AND r.body != '')) AS tags,
    anyIf(r.received_time, substring(r.name, position(r.name, '/') + 1) = 'made') AS create_time,
    max(r.received_time) AS update_time
FROM control_rows AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation) AND r.kind = 'experiment'
GROUP BY workspace, experiment_id
HAVING name != ''
COMMENT 'One row an experiment that was made by name; a trace may name others';
