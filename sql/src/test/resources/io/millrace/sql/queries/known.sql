-- Two traces of two agents, told at every level as the job would: what the questions of sql/queries are tested with
INSERT INTO span_rows (gen, workspace, experiment_id, trace_id, span_id, parent_span_id, session_id, user_id, agent_name, service_name,
    name, kind, status, error_type, start_time, duration_ns, provider, request_model, owns_usage, input_tokens, output_tokens,
    cache_read_tokens, cache_write_tokens, cost_usd, emitter_cost_usd, computed_cost_usd, tool_name, counts_as_tool_call,
    attempt_count, dialect, received_time, version)
SELECT (SELECT gen FROM current_generation), 'known', '7', c1, c2, c3, c4, c5, c6, 'shop', c7, c8, c9, c10, toDateTime64('2026-11-20 10:00:00', 9, 'UTC') + c11, c12 * 1000000, c13, c14, c15,
    c16, c17, c18, c19, c20, c21, c20, c22, c22 != '', c23, 'otel_genai', toDateTime64('2026-11-20 11:00:00', 9, 'UTC'), 1
FROM VALUES(
    'c1 String, c2 String, c3 String, c4 String, c5 String, c6 String, c7 String, c8 String, c9 String, c10 String, c11 UInt32, c12 Int64, c13 String, c14 String, c15 Bool, c16 Int64, c17 Int64, c18 Int64, c19 Int64, c20 Nullable(Decimal(38, 12)), c21 Nullable(Decimal(38, 12)), c22 String, c23 UInt16',
    ('t1', 's1', '', 'session-1', 'ann', 'buyer', 'invoke_agent', 'AGENT', 'ERROR', '', 0, 10000, '', '', false, 0, 0, 0, 0, NULL, NULL, '', 1),
    ('t1', 's2', 's1', 'session-1', 'ann', 'buyer', 'chat', 'LLM', 'OK', '', 1, 4000, 'openai', 'gpt-5', true, 1000, 100, 500, 100, 0.5, 0.4, '', 3),
    ('t1', 's3', 's1', 'session-1', 'ann', 'buyer', 'chat', 'LLM', 'ERROR', 'TimeoutError', 6, 1000, 'openai', 'gpt-5', false, 0, 0, 0, 0, NULL, NULL, '', 1),
    ('t1', 's4', 's1', 'session-1', 'ann', 'buyer', 'execute_tool', 'TOOL', 'ERROR', 'ValueError', 7, 2000, '', '', false, 0, 0, 0, 0, NULL, NULL, 'bash', 1),
    ('t2', 's1', '', 'session-2', 'bob', 'seller', 'chat', 'LLM', 'OK', '', 60, 2000, 'in-house', 'model-7b', true, 200, 20, 0, 0, NULL, NULL, '', 1),
    ('t2', 's2', 's1', 'session-2', 'bob', 'seller', 'execute_tool', 'TOOL', 'OK', '', 62, 500, '', '', false, 0, 0, 0, 0, NULL, NULL, 'bash', 1));

INSERT INTO trace_rows (gen, workspace, experiment_id, trace_id, name, service_name, start_time, duration_ns, end_time, sessions, users, status,
    open_spans, span_count, request_preview, updated_time, version, parts)
SELECT (SELECT gen FROM current_generation), 'known', '7', c1, c2, 'shop', toDateTime64('2026-11-20 10:00:00', 9, 'UTC') + c3, c4 * 1000000, toDateTime64('2026-11-20 10:00:00', 9, 'UTC') + c3 + 10, [c5], [c6],
    c7, c8, c9, concat('request of ', c1), toDateTime64('2026-11-20 11:00:00', 9, 'UTC'), 1,
    [(c5, c6, c10, 1, c11, c12, c13, c14, c15, c16, c17, 0, c18, toDateTime64('2026-11-20 10:00:00', 9, 'UTC') + c3, toDateTime64('2026-11-20 10:00:10', 9, 'UTC') + c3, c19, c20, c8, [c21], ['bash'])]
FROM VALUES(
    'c1 String, c2 String, c3 UInt32, c4 Int64, c5 String, c6 String, c7 String, c8 UInt32, c9 UInt32, c10 String, c11 UInt32, c12 UInt32, c13 UInt32, c14 Int64, c15 Int64, c16 Int64, c17 Int64, c18 Decimal(38, 12), c19 UInt32, c20 UInt32, c21 String',
    ('t1', 'invoke_agent', 0, 10000, 'session-1', 'ann', 'ERROR', 0, 4, 'buyer', 1, 1, 1, 1000, 100, 500, 100, 0.5, 1, 0, 'gpt-5'),
    ('t2', 'chat', 60, 2500, 'session-2', 'bob', 'OK', 1, 2, 'seller', 1, 1, 0, 200, 20, 0, 0, 0, 0, 1, 'model-7b'));

INSERT INTO usage_minutes (gen, minute, workspace, experiment_id, service_name, agent_name, user_id, provider, model, lane, calls, errors,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, emitter_cost_usd, computed_cost_usd,
    input_cost_usd, output_cost_usd, cache_saved_usd, unpriced_calls,
    duration_histogram, first_token_histogram, version)
SELECT gen, toDateTime('2026-11-20 10:00:00', 'UTC'), 'known', '7', 'shop', 'buyer', 'ann', 'openai', 'gpt-5', 1, 2, 1, 1000, 100, 500, 100, 0.5, 0.4, 0.5, 0.3, 0.2, 0.125, 0,
    CAST(map(510, 1, 478, 1), 'Map(Int16, Int64)'), CAST(map(446, 1), 'Map(Int16, Int64)'), 1 FROM current_generation
UNION ALL
SELECT gen, toDateTime('2026-11-20 10:01:00', 'UTC'), 'known', '7', 'shop', 'seller', 'bob', 'in-house', 'model-7b', 1, 1, 0, 200, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    CAST(map(494, 1), 'Map(Int16, Int64)'), CAST(map(), 'Map(Int16, Int64)'), 1 FROM current_generation;

INSERT INTO tool_minutes (gen, minute, workspace, experiment_id, service_name, agent_name, tool, lane, calls, errors, duration_histogram, version)
SELECT gen, toDateTime('2026-11-20 10:00:00', 'UTC'), 'known', '7', 'shop', 'buyer', 'bash', 1, 1, 1, CAST(map(494, 1), 'Map(Int16, Int64)'), 1 FROM current_generation
UNION ALL
SELECT gen, toDateTime('2026-11-20 10:01:00', 'UTC'), 'known', '7', 'shop', 'seller', 'bash', 1, 1, 0, CAST(map(462, 1), 'Map(Int16, Int64)'), 1 FROM current_generation;

INSERT INTO ledger_minutes
SELECT gen, toDateTime('2026-11-20 11:00:00', 'UTC'), 'known', 'spans', 1, 8, 6, 2, 0, 0, 0, 1 FROM current_generation;
