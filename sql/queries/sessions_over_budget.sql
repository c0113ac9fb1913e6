-- Which sessions cost more than they may ({budget_usd})?
SELECT experiment_id, session_id, users, agents, traces, turns, llm_calls, tool_calls, cost_usd, unpriced_calls, start_time, end_time
FROM sessions
WHERE workspace = {workspace:String}
    AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
    AND cost_usd > {budget_usd:Decimal(38, 12)}
ORDER BY cost_usd DESC, session_id, experiment_id
