-- What people, judges and code said of traces and spans, the newest first
SELECT
    trace_id, span_id, annotation_id AS assessment_id, name, kind, value, rationale, source_type, source_id, valid, create_time,
    update_time
FROM annotations
WHERE workspace = {workspace:String} AND type = 'ASSESSMENT'
    AND (empty({trace_id:Array(String)}) OR trace_id IN {trace_id:Array(String)})
    AND ({name:String} = '' OR name = {name:String})
ORDER BY create_time DESC, trace_id, assessment_id
LIMIT {limit:UInt32}
