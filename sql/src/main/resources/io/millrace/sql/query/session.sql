-- One session; the newest of those that experiments share the id of
SELECT
    workspace, experiment_id, session_id, users, agents, traces, turns, llm_calls, llm_errors, tool_calls, tool_errors, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd,
    unpriced_calls, start_time, end_time, open,
    models, tools, request_preview, response_preview
FROM sessions
WHERE workspace = {workspace:String} AND session_id = {session_id:String}
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
ORDER BY start_time DESC, experiment_id DESC
LIMIT 1
