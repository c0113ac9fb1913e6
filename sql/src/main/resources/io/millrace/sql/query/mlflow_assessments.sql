-- The assessments of some traces, earliest first
SELECT
    trace_id, span_id, annotation_id, name, kind, value, rationale, source_type, source_id, metadata, error, overrides, valid,
    create_time, update_time
FROM annotations
WHERE workspace = {workspace:String} AND trace_id IN {trace_ids:Array(String)} AND type = 'ASSESSMENT'
ORDER BY trace_id, create_time, annotation_id
