-- The spans of one trace as they were received, by resource and scope
SELECT c.span_id AS span_id, base64Encode(c.raw) AS raw, c.resource AS resource, s.scope_name AS scope_name, s.scope_version AS scope_version
FROM span_content AS c
INNER JOIN (
    SELECT span_id, scope_name, scope_version, start_time FROM spans WHERE workspace = {workspace:String} AND trace_id = {trace_id:String}
) AS s ON s.span_id = c.span_id
WHERE c.workspace = {workspace:String} AND c.trace_id = {trace_id:String}
ORDER BY s.start_time, span_id
LIMIT {limit:UInt32}
