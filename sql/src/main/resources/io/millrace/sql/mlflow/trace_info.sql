-- What MLflow calls trace info, of each trace of a workspace: what its client told, and Millrace's own over it.
-- Usage and cost are Millrace's own; JSON with blanks as Python writes it. The cost is told in parts where all of it is known in parts
SELECT
    concat('tr-', trace_id) AS request_id,
    t.trace_id AS trace_id,
    t.experiment_id AS experiment_id,
    i.client_request_id AS client_request_id,
    toUnixTimestamp64Milli(start_time) AS timestamp_ms,
    intDiv(duration_ns, 1000000) AS execution_time_ms,
    timestamp_ms + execution_time_ms AS end_time_ms,
    multiIf(status = 'ERROR', 'ERROR', NOT root_seen OR open_spans > 0, 'IN_PROGRESS', 'OK') AS state,
    sessions,
    users,
    input_tokens,
    output_tokens,
    input_tokens + output_tokens AS total_tokens,
    cache_read_tokens,
    cache_write_tokens,
    mapUpdate(i.metadata, mapFilter((k, v) -> v != '', map(
        'mlflow.trace_schema.version', '3',
        'mlflow.trace.infoFinalized', if(i.told_state = '', '', 'true'),
        'mlflow.trace.session', session_id,
        'mlflow.trace.user', user_id,
        'mlflow.trace.tokenUsage', if(total_tokens = 0, '', concat(
            '{"input_tokens": ', toString(input_tokens), ', "output_tokens": ', toString(output_tokens),
            ', "total_tokens": ', toString(total_tokens),
            if(cache_read_tokens = 0, '', concat(', "cache_read_input_tokens": ', toString(cache_read_tokens))),
            if(cache_write_tokens = 0, '', concat(', "cache_creation_input_tokens": ', toString(cache_write_tokens))), '}')),
        'mlflow.trace.cost', if(cost_usd = 0, '', concat(
            if(input_cost_usd + output_cost_usd = cost_usd, concat('{"input_cost": ', toString(input_cost_usd), ', "output_cost": ',
                toString(output_cost_usd), ', '), '{'),
            '"total_cost": ', toString(cost_usd), '}'))))) AS metadata,
    mapUpdate(
        mapUpdate(map(
            'mlflow.traceName', toString(t.name),
            'mlflow.artifactLocation', concat('mlflow-artifacts:/', experiment_id, '/traces/', request_id, '/artifacts')), t.tags),
        map('mlflow.trace.spansLocation', 'TRACKING_STORE')) AS tags,
    if(i.request_preview = '', t.request_preview, i.request_preview) AS request_preview,
    if(i.response_preview = '', t.response_preview, i.response_preview) AS response_preview,
    noise
FROM traces AS t
LEFT JOIN (
    SELECT trace_id, client_request_id, state AS told_state, request_preview, response_preview, metadata
    FROM trace_info
    WHERE workspace = {workspace:String} AND @told
) AS i ON i.trace_id = t.trace_id
WHERE t.workspace = {workspace:String}
