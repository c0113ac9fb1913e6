-- What a span carried was stored up to three times: in its attributes, in the input or output that its dialect makes of one of them, and in
-- its bytes. It is in its attributes now, and the view puts the others together (docs/adr/0017-a-text-is-stored-once.md). Rows from before
-- have their texts where they were.
ALTER TABLE span_content_rows
    ADD COLUMN IF NOT EXISTS input_key String COMMENT 'The attribute that is the input; '''' = input is' AFTER input,
    ADD COLUMN IF NOT EXISTS output_key String COMMENT 'The attribute that is the output; '''' = output is' AFTER output,
    ADD COLUMN IF NOT EXISTS raw_cuts Array(UInt16) COMMENT 'Of each attribute, by key: bytes of raw before its key, and before its text; 0 = it is in raw. Empty = raw is whole' AFTER raw,
    COMMENT COLUMN IF EXISTS raw 'The OTLP span, protobuf, without what raw_cuts took out';

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
COMMENT 'One row a span, wide: prompts, answers, attributes. May be ahead of the view progress';

-- The traces that changed lately are found without FINAL: the newest version of a row has its latest time. All else is read of them alone,
-- by their key; the arguments of tool calls, which are wide, only where a tool was called often enough to matter.
CREATE OR REPLACE VIEW live_sessions
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of its traces; a session is identified by workspace, experiment_id, session_id',
    session_id String COMMENT 'As the agent says; never ''''',
    users Array(String) COMMENT 'Users seen in it lately, sorted',
    agents Array(String) COMMENT 'Agents seen in it lately, sorted',
    traces UInt64 COMMENT 'Its traces that got a span lately',
    first_time DateTime64(9, 'UTC') COMMENT 'Earliest start of their spans',
    last_received_time DateTime64(9, 'UTC') COMMENT 'When its last span was received',
    idle_s Int64 COMMENT 'Seconds since then',
    open_spans UInt64 COMMENT 'Spans that have started and not ended',
    missing_parents UInt64 COMMENT 'Spans that name a parent that has not come',
    hour_cost_usd Decimal(38, 12) COMMENT 'USD, known cost of the calls that started within the last hour',
    repeated_tool String COMMENT 'The tool that was called most often with the same arguments within the last hour; '''' = none often enough to be looked at',
    repeated_calls UInt64 COMMENT 'How often it was',
    open Bool COMMENT 'Whether a span of it has started and not ended',
    quiet Bool COMMENT 'Whether nothing has come for live.quiet-after',
    stuck Bool COMMENT 'Whether a span is open or a parent missing, and nothing has come for live.stuck-after',
    runaway Bool COMMENT 'Whether a tool call is repeated live.repeated-tool-calls times, or an hour cost more than live.usd-per-hour',
    reason String COMMENT 'Why it is stuck or runaway; '''' = it is neither'
)
AS
WITH
    assumeNotNull((SELECT gen FROM current_generation)) AS current_gen,
    assumeNotNull((SELECT seen_within_s FROM live_limits FINAL)) AS seen_within,
    assumeNotNull((SELECT quiet_after_s FROM live_limits FINAL)) AS quiet_after,
    assumeNotNull((SELECT stuck_after_s FROM live_limits FINAL)) AS stuck_after,
    assumeNotNull((SELECT repeated_tool_calls FROM live_limits FINAL)) AS max_repeated,
    assumeNotNull((SELECT usd_per_hour FROM live_limits FINAL)) AS max_usd,
    live AS
    (
        SELECT workspace, trace_id FROM trace_rows
        WHERE gen = current_gen AND updated_time > now64(9) - toIntervalSecond(seen_within)
    ),
    live_spans AS
    (
        SELECT * FROM span_rows FINAL WHERE gen = current_gen AND (workspace, trace_id) IN (SELECT workspace, trace_id FROM live)
    ),
    often AS
    (
        SELECT workspace, experiment_id, session_id, tool_name FROM live_spans
        WHERE session_id != '' AND counts_as_tool_call AND start_time > now64(9) - INTERVAL 1 HOUR
        GROUP BY workspace, experiment_id, session_id, tool_name
        HAVING count() >= max_repeated
    ),
    often_spans AS
    (
        SELECT workspace, experiment_id, session_id, tool_name, trace_id, span_id FROM live_spans
        WHERE counts_as_tool_call AND start_time > now64(9) - INTERVAL 1 HOUR
            AND (workspace, experiment_id, session_id, tool_name) IN (SELECT * FROM often)
    ),
    repeats AS
    (
        SELECT workspace, experiment_id, session_id, argMax(tool_name, (n, tool_name)) AS repeated_tool, max(n) AS repeated_calls
        FROM
        (
            SELECT s.workspace AS workspace, s.experiment_id AS experiment_id, s.session_id AS session_id, s.tool_name AS tool_name,
                count() AS n
            FROM often_spans AS s
            INNER JOIN
            (
                SELECT workspace, trace_id, span_id, cityHash64(input) AS arguments FROM span_content
                WHERE (workspace, trace_id, span_id) IN (SELECT workspace, trace_id, span_id FROM often_spans) AND input != ''
            ) AS c ON c.workspace = s.workspace AND c.trace_id = s.trace_id AND c.span_id = s.span_id
            GROUP BY workspace, experiment_id, session_id, tool_name, c.arguments
        )
        GROUP BY workspace, experiment_id, session_id
    ),
    open_now AS
    (
        SELECT t.workspace AS workspace, t.experiment_id AS experiment_id, part.session_id AS session_id, sum(part.open_spans) AS open_spans
        FROM (SELECT workspace, experiment_id, parts FROM trace_rows FINAL
            WHERE gen = current_gen AND (workspace, trace_id) IN (SELECT workspace, trace_id FROM live)) AS t
        ARRAY JOIN t.parts AS part
        GROUP BY workspace, experiment_id, session_id
    ),
    sessions_now AS
    (
        SELECT
            s.workspace AS workspace,
            s.experiment_id AS experiment_id,
            s.session_id AS session_id,
            arraySort(groupUniqArrayIf(s.user_id, s.user_id != '')) AS users,
            arraySort(groupUniqArrayIf(s.agent_name, s.agent_name != '')) AS agents,
            uniqExact(s.trace_id) AS traces,
            min(s.start_time) AS first_time,
            max(s.received_time) AS last_received_time,
            countIf(s.parent_span_id != '' AND p.span_id = '') AS missing_parents,
            ifNull(sumIf(s.cost_usd, s.start_time > now64(9) - INTERVAL 1 HOUR), 0) AS hour_cost_usd
        FROM live_spans AS s
        LEFT JOIN live_spans AS p ON p.workspace = s.workspace AND p.trace_id = s.trace_id AND p.span_id = s.parent_span_id
        WHERE s.session_id != ''
        GROUP BY workspace, experiment_id, session_id
    )
SELECT
    n.workspace AS workspace,
    n.experiment_id AS experiment_id,
    n.session_id AS session_id,
    n.users AS users,
    n.agents AS agents,
    n.traces AS traces,
    n.first_time AS first_time,
    n.last_received_time AS last_received_time,
    dateDiff('second', n.last_received_time, now64(9)) AS idle_s,
    o.open_spans AS open_spans,
    n.missing_parents AS missing_parents,
    n.hour_cost_usd AS hour_cost_usd,
    r.repeated_tool AS repeated_tool,
    r.repeated_calls AS repeated_calls,
    toBool(open_spans > 0) AS open,
    toBool(idle_s >= quiet_after) AS quiet,
    toBool((open_spans > 0 OR missing_parents > 0) AND idle_s >= stuck_after) AS stuck,
    toBool(repeated_calls >= max_repeated OR hour_cost_usd > max_usd) AS runaway,
    arrayStringConcat(arrayFilter(why -> why != '', [
        if(stuck AND open_spans > 0, concat(toString(open_spans), ' open spans, idle for ', toString(idle_s), ' s'), ''),
        if(stuck AND missing_parents > 0, concat(toString(missing_parents), ' missing parents, idle for ', toString(idle_s), ' s'), ''),
        if(repeated_calls >= max_repeated, concat(repeated_tool, ' called ', toString(repeated_calls), ' times with the same arguments'), ''),
        if(hour_cost_usd > max_usd, concat(toString(hour_cost_usd), ' USD within an hour'), '')]), '; ') AS reason
FROM sessions_now AS n
LEFT JOIN open_now AS o ON o.workspace = n.workspace AND o.experiment_id = n.experiment_id AND o.session_id = n.session_id
LEFT JOIN repeats AS r ON r.workspace = n.workspace AND r.experiment_id = n.experiment_id AND r.session_id = n.session_id
SETTINGS join_use_nulls = 0
COMMENT 'Sessions seen lately, seconds old: which are open, quiet, stuck or running away, and why';
