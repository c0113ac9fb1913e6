-- What was spent on nothing? Attempts beyond the first, failed calls, and what went into traces that ended in an error.
SELECT agent_name, sum(attempt_count - 1) AS retries, countIf(kind = 'LLM' AND status = 'ERROR') AS failed_calls,
    countIf(counts_as_tool_call AND status = 'ERROR') AS failed_tool_calls,
    sumIf(input_tokens + output_tokens, failed) AS tokens_of_failed_traces, sumIf(ifNull(s.cost_usd, 0), failed) AS cost_usd_of_failed_traces
FROM
(
    SELECT *, (workspace, trace_id) IN (SELECT workspace, trace_id FROM traces WHERE workspace = {workspace:String} AND status = 'ERROR') AS failed
    FROM spans
    WHERE workspace = {workspace:String}
        AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
) AS s
GROUP BY agent_name
ORDER BY cost_usd_of_failed_traces DESC, retries DESC, agent_name
