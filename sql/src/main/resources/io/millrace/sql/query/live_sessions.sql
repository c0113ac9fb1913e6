-- Sessions seen lately, those first that run away or are stuck, then the latest
SELECT
    experiment_id, session_id, users, agents, traces, first_time, last_received_time, idle_s, open_spans, missing_parents,
    hour_cost_usd, repeated_tool, repeated_calls, open, quiet, stuck, runaway, reason
FROM live_sessions
WHERE workspace = {workspace:String}
ORDER BY runaway DESC, stuck DESC, last_received_time DESC, session_id, experiment_id
LIMIT {limit:UInt32}
