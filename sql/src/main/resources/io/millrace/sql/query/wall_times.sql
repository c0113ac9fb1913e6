-- How the wall time of a trace, or of a session over its traces, was spent. Of overlapping spans each moment counts once:
-- to a model call, else to a tool, else to whatever else was open; else somebody was waited for
SELECT
    uniqExact(trace_id) AS traces,
    toInt64(max(end_ns) - min(start_ns)) AS wall_ns,
    toInt64(intervalLengthSumIf(start_ns, end_ns, is_model)) AS model_ns,
    toInt64(intervalLengthSumIf(start_ns, end_ns, is_model OR is_tool)) - model_ns AS tool_ns,
    toInt64(intervalLengthSum(start_ns, end_ns)) - model_ns - tool_ns AS own_ns,
    wall_ns - model_ns - tool_ns - own_ns AS waiting_ns
FROM
(
    SELECT
        trace_id,
        toUnixTimestamp64Nano(start_time) AS start_ns,
        start_ns + greatest(duration_ns, 0) AS end_ns,
        kind IN ('LLM', 'EMBEDDING', 'RERANKER') AS is_model,
        counts_as_tool_call AS is_tool
    FROM spans
    WHERE workspace = {workspace:String} AND NOT noise
        AND ({trace_id:String} != '' OR {session_id:String} != '')
        AND ({trace_id:String} = '' OR trace_id = {trace_id:String})
        AND ({session_id:String} = '' OR session_id = {session_id:String} AND trace_id IN
        (
            SELECT trace_id FROM traces
            WHERE {session_id:String} != '' AND workspace = {workspace:String} AND has(sessions, {session_id:String})
                AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        ))
)
HAVING traces > 0
LIMIT {limit:UInt32}
