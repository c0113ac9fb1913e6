-- What MLflow's clients say of a trace as a whole, read from annotations.v1. One row a field: of each the last in the log holds.
CREATE TABLE IF NOT EXISTS trace_info_rows
(
    gen UInt32,
    workspace String,
    trace_id String,
    field String COMMENT 'Of the metadata metadata/ and the key',
    value String CODEC(ZSTD(1)),
    received_time DateTime64(9, 'UTC'),
    version UInt64 COMMENT 'Place in the log: append time in ms, then offset'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY gen
ORDER BY (gen, workspace, trace_id, field)
COMMENT 'Behind the view trace_info';

CREATE OR REPLACE VIEW trace_info
(
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    trace_id String COMMENT '32 lower-case hex digits; its spans may still be to come',
    experiment_id String COMMENT 'As told here; traces.experiment_id is the one that holds',
    client_request_id String COMMENT 'The client''s own id of the request, '''' = none',
    state LowCardinality(String) COMMENT 'OK, ERROR, IN_PROGRESS or STATE_UNSPECIFIED',
    request_time Nullable(DateTime64(9, 'UTC')) COMMENT 'When the trace began, as told; null = not told',
    duration_ns Nullable(Int64) COMMENT 'How long it took in nanoseconds, as told; null = not told',
    request_preview String COMMENT 'As told; traces.request_preview is made of what the spans say',
    response_preview String COMMENT 'As told; traces.response_preview is made of what the spans say',
    metadata Map(String, String) COMMENT 'Trace metadata as told. Its token usage and cost are the client''s own account and never added',
    create_time DateTime64(9, 'UTC') COMMENT 'When the oldest of these fields was received',
    update_time DateTime64(9, 'UTC') COMMENT 'When the newest of these fields was received'
)
AS SELECT
    r.workspace AS workspace,
    r.trace_id AS trace_id,
    anyIf(r.value, r.field = 'experiment_id') AS experiment_id,
    anyIf(r.value, r.field = 'client_request_id') AS client_request_id,
    toLowCardinality(anyIf(r.value, r.field = 'state')) AS state,
    if(anyIf(r.value, r.field = 'request_time') = '', NULL,
        fromUnixTimestamp64Nano(toInt64OrZero(anyIf(r.value, r.field = 'request_time')), 'UTC')) AS request_time,
    toInt64OrNull(anyIf(r.value, r.field = 'execution_duration')) AS duration_ns,
    anyIf(r.value, r.field = 'request_preview') AS request_preview,
    anyIf(r.value, r.field = 'response_preview') AS response_preview,
    mapFromArrays(
        groupArrayIf(substring(r.field, 10), startsWith(r.field, 'metadata/')),
        groupArrayIf(r.value, startsWith(r.field, 'metadata/'))) AS metadata,
    min(r.received_time) AS create_time,
    max(r.received_time) AS update_time
FROM trace_info_rows AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
    AND (r.workspace, r.trace_id) NOT IN (SELECT workspace, trace_id FROM deletions WHERE whole)
GROUP BY workspace, trace_id
COMMENT 'One row a trace of which a client of MLflow told the trace info. Its tags are in traces.tags';

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
    JSONExtractString(
        coalesce(
            nullIf(anyIf(r.body, substring(r.name, position(r.name, '/') + 1) = 'name'), ''),
            anyIf(r.body, substring(r.name, position(r.name, '/') + 1) = 'made')),
        'value') AS name,
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
