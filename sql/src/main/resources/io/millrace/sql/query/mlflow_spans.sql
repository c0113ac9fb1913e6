-- The spans of some traces, trace by trace, earliest first, from a place on
SELECT
    trace_id, span_id, parent_span_id, name, kind, status, status_message, toUnixTimestamp64Nano(start_time) AS start_time_unix_nano,
    toUnixTimestamp64Nano(start_time) + duration_ns AS end_time_unix_nano, owns_usage, input_tokens, output_tokens,
    cache_read_tokens, cache_write_tokens, cost_usd, input_cost_usd, output_cost_usd, provider, if(response_model = '', request_model, response_model) AS model
FROM spans
WHERE workspace = {workspace:String} AND trace_id IN {trace_ids:Array(String)}
    AND ({after_span_id:String} = ''
        OR (trace_id, start_time_unix_nano, span_id) > ({after_trace_id:String}, {after_nano:Int64}, {after_span_id:String}))
ORDER BY trace_id, start_time_unix_nano, span_id
LIMIT {limit:UInt32}
