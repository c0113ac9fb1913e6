-- What some spans carried; a bare span, of noise, carried nothing
SELECT trace_id, span_id, input, output, base64Encode(raw) AS raw
FROM span_content
WHERE workspace = {workspace:String} AND trace_id IN {trace_ids:Array(String)} AND span_id IN {span_ids:Array(String)}
