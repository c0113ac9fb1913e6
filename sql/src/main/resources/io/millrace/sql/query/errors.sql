-- What fails: spans with status ERROR, alike ones together, the most frequent first. A model that is only told by answers is named as
-- traces and minutes name it, without the date that answers add
SELECT
    kind, error_type, name, tool_name, model,
    count() AS spans,
    uniqExact(trace_id) AS traces,
    min(s.start_time) AS first_time,
    max(s.start_time) AS last_time,
    argMax(s.trace_id, (s.start_time, s.span_id)) AS last_trace_id,
    argMax(s.span_id, (s.start_time, s.span_id)) AS last_span_id,
    argMax(s.status_message, (s.start_time, s.span_id)) AS last_status_message
FROM
(
    SELECT *, if(request_model = '', replaceRegexpOne(response_model, '-20\\d\\d-[01]\\d-[0-3]\\d$', ''), request_model) AS model FROM spans
    WHERE workspace = {workspace:String} AND status = 'ERROR'
        AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
) AS s
WHERE true
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({service_name:String} = '' OR service_name = {service_name:String})
    AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
    AND ({user_id:String} = '' OR user_id = {user_id:String})
    AND ({model:String} = '' OR model = {model:String})
    AND ({tool:String} = '' OR tool_name = {tool:String})
    AND ({kind:String} = '' OR toString(kind) = {kind:String})
GROUP BY kind, error_type, name, tool_name, model
ORDER BY spans DESC, kind, error_type, name, tool_name, model
LIMIT {limit:UInt32}
