-- An annotation tells the experiment of its trace.
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
    update_time DateTime64(9, 'UTC') COMMENT 'When the last change of it was received',
    experiment_id String COMMENT 'Experiment of the trace, '''' until a span of it has come'
)
AS SELECT
    told.workspace AS workspace, told.trace_id AS trace_id, span_id, type, annotation_id, name, kind, value, rationale, source_type, source_id, metadata, error,
    overrides, toBool(told_valid AND NOT has(groupArray(overrides) OVER (PARTITION BY workspace, trace_id), annotation_id)) AS valid,
    create_time, update_time, t.experiment_id AS experiment_id
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
) AS told
LEFT JOIN
(
    SELECT workspace, trace_id, experiment_id
    FROM trace_rows FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND (workspace, trace_id) IN
        (SELECT workspace, trace_id FROM annotation_rows WHERE gen = (SELECT gen FROM current_generation))
) AS t ON t.workspace = told.workspace AND t.trace_id = told.trace_id
WHERE (workspace, trace_id) NOT IN (SELECT workspace, trace_id FROM deletions WHERE whole)
    AND (span_id = '' OR (workspace, trace_id, span_id) NOT IN (SELECT workspace, trace_id, arrayJoin(span_ids) FROM deletions))
COMMENT 'One row a tag or assessment that came by REST. Tags are in traces.tags too, together with those that spans tell';
