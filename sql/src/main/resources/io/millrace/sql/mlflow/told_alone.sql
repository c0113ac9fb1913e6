-- The same of each trace of which a client told the trace info and no span has come: what it told, and that alone.
-- That no row is there of a trace is asked of all versions of all rows, by their key: a deleted trace has one
SELECT
    concat('tr-', i.trace_id) AS request_id,
    i.trace_id AS trace_id,
    i.experiment_id AS experiment_id,
    i.client_request_id AS client_request_id,
    toUnixTimestamp64Milli(ifNull(i.request_time, i.create_time)) AS timestamp_ms,
    intDiv(ifNull(i.duration_ns, 0), 1000000) AS execution_time_ms,
    timestamp_ms + execution_time_ms AS end_time_ms,
    toString(i.state) AS state,
    arrayFilter(id -> id != '', [i.metadata['mlflow.trace.session']]) AS sessions,
    arrayFilter(id -> id != '', [i.metadata['mlflow.trace.user']]) AS users,
    toInt64(0) AS input_tokens,
    toInt64(0) AS output_tokens,
    toInt64(0) AS total_tokens,
    toInt64(0) AS cache_read_tokens,
    toInt64(0) AS cache_write_tokens,
    mapUpdate(i.metadata, map('mlflow.trace_schema.version', '3', 'mlflow.trace.infoFinalized', 'true')) AS metadata,
    mapUpdate(
        mapUpdate(map('mlflow.artifactLocation', concat('mlflow-artifacts:/', experiment_id, '/traces/', request_id, '/artifacts')), g.tags),
        map('mlflow.trace.spansLocation', 'TRACKING_STORE')) AS tags,
    i.request_preview AS request_preview,
    i.response_preview AS response_preview,
    false AS noise
FROM (
    SELECT * FROM trace_info
    WHERE workspace = {workspace:String} AND state != '' AND trace_id IN (@alone)
) AS i
LEFT JOIN (
    SELECT trace_id, mapFromArrays(groupArray(key), groupArray(tag)) AS tags
    FROM (
        SELECT r.trace_id AS trace_id, r.annotation_id AS key, anyIf(r.value, r.field = 'value') AS tag
        FROM annotation_rows AS r FINAL
        WHERE r.gen = (SELECT gen FROM current_generation) AND r.workspace = {workspace:String} AND r.type = 'TAG'
            AND r.trace_id IN (@alone)
        GROUP BY trace_id, key
        HAVING anyIf(r.value, r.field = 'deleted') = 'false'
    )
    GROUP BY trace_id
) AS g ON g.trace_id = i.trace_id
