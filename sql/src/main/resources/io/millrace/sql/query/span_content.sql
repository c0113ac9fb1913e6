-- What a span carried
SELECT input, output, messages, attributes, resource, events, links
FROM span_content
WHERE workspace = {workspace:String} AND trace_id = {trace_id:String} AND span_id = {span_id:String}
