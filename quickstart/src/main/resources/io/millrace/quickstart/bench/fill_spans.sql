-- Spans of a made-up fleet, ten a trace, spread evenly over {days:UInt32} days before {now:Int64} (nanoseconds since the epoch);
-- {total:UInt64} in all, of which those from {from:UInt64} to {to:UInt64}
INSERT INTO span_rows (gen, workspace, experiment_id, trace_id, span_id, parent_span_id, session_id, user_id, agent_name,
    service_name, scope_name, name, span_kind, kind, status, status_message, error_type, start_time, duration_ns, provider,
    request_model, response_model, owns_usage, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
    reasoning_tokens, cost_usd, computed_cost_usd, price_version, tool_name, tool_call_id, counts_as_tool_call,
    time_to_first_token_ns, finish_reason, attempt_count, dialect, usage_rule, rules_version, received_time, version)
WITH
    intDiv(number, 10) AS t,
    number % 10 AS s,
    intDiv(t, 5) AS session,
    cityHash64('session', session) AS sh,
    cityHash64('span', number) AS h,
    {now:Int64} - toInt64({days:UInt32}) * 86400000000000
        + toInt64(intDiv(t * toUInt64({days:UInt32}) * 86400000, intDiv({total:UInt64}, 10)) * 1000000) AS trace_start,
    s BETWEEN 1 AND 4 AS is_call,
    s BETWEEN 5 AND 8 AS is_tool,
    sh % 8 AS model_index,
    ['anthropic', 'anthropic', 'openai', 'openai', 'openai', 'gcp.gemini', 'gcp.gemini', 'mistral_ai'][model_index + 1] AS vendor,
    ['claude-opus-4-5', 'claude-sonnet-4-5', 'gpt-5', 'gpt-5-mini', 'gpt-4.1', 'gemini-2.5-pro', 'gemini-2.5-flash', 'in-house-7b'][model_index + 1] AS model,
    toInt64(500 + h % 8000) AS input,
    toInt64(20 + intDiv(h, 8000) % 800) AS output,
    (is_call AND intDiv(h, 7) % 50 = 0) OR (is_tool AND intDiv(h, 7) % 20 = 0) AS failed
SELECT
    (SELECT gen FROM current_generation), {workspace:String}, toString(sh % 3), lower(hex(sipHash128('trace', t))), lower(hex(h)),
    if(s = 0, '', lower(hex(cityHash64('span', t * 10)))),
    concat('session-', toString(session)), concat('user-', toString(sh % 500)), concat('agent-', toString(sh % 10)),
    concat('service-', toString(sh % 20)), 'fleet',
    multiIf(s = 0, 'invoke_agent', is_call, concat('chat ', model), is_tool, 'execute_tool', 'chain'),
    if(is_call, 'CLIENT', 'INTERNAL'), multiIf(s = 0, 'AGENT', is_call, 'LLM', is_tool, 'TOOL', 'CHAIN'),
    if(failed, 'ERROR', 'OK'), if(failed, 'it broke', ''), if(failed, ['TimeoutError', 'RateLimitError', 'ValueError'][h % 3 + 1], ''),
    fromUnixTimestamp64Nano(trace_start + toInt64(s) * 900000000),
    if(s = 0, 10000000000 + toInt64(h % 20000000000), 50000000 + toInt64(h % 3000000000)),
    if(is_call, vendor, ''), if(is_call, model, ''), if(is_call, model, ''), is_call AND NOT failed,
    if(is_call AND NOT failed, input, 0), if(is_call AND NOT failed, output, 0), if(is_call AND NOT failed, intDiv(input, 2), 0),
    if(is_call AND NOT failed, intDiv(input, 10), 0), if(is_call AND NOT failed, intDiv(output, 4), 0),
    if(is_call AND NOT failed AND model_index != 7, toDecimal128(input * 3 + output * 15, 12) / 1000000, NULL) AS cost, cost,
    if(is_call, 'made-up', ''), if(is_tool, ['bash', 'read', 'edit', 'grep', 'web_search', 'write'][h % 6 + 1], ''),
    if(is_tool, concat('call-', toString(h)), ''), is_tool,
    if(is_call AND NOT failed, 100000000 + toInt64(intDiv(h, 3) % 900000000), NULL), if(is_call, 'stop', ''), 1, 'otel_genai', if(is_call, 'otel_genai', ''), '1',
    fromUnixTimestamp64Nano(trace_start + 11000000000), 1
FROM numbers({from:UInt64}, {to:UInt64} - {from:UInt64})
