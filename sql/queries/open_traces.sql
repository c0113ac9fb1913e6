-- Which traces have spans that started and never ended? Those long without news are stuck, or their agent died.
SELECT trace_id, service_name, name, open_spans, span_count, start_time, updated_time
FROM traces
WHERE workspace = {workspace:String} AND open_spans > 0
    AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
ORDER BY updated_time, trace_id
