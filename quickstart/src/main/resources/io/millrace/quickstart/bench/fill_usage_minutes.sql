-- The model calls of some of the spans by minute, in one lane
INSERT INTO usage_minutes (gen, minute, workspace, experiment_id, service_name, agent_name, user_id, provider, model, lane, calls,
    errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, emitter_cost_usd,
    computed_cost_usd, unpriced_calls, duration_histogram, first_token_histogram, version)
SELECT
    gen, toStartOfMinute(start_time) AS minute, workspace, experiment_id, service_name, agent_name, user_id, provider, request_model, 1,
    count(), countIf(status = 'ERROR'), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
    sum(reasoning_tokens), ifNull(sum(cost_usd), 0), 0, ifNull(sum(cost_usd), 0), countIf(owns_usage AND cost_usd IS NULL),
    sumMap(map(toInt16(floor(log2(duration_ns) * 16)), toInt64(1))),
    sumMap(if(time_to_first_token_ns IS NULL, CAST(map(), 'Map(Int16, Int64)'), map(toInt16(floor(log2(assumeNotNull(time_to_first_token_ns)) * 16)), toInt64(1)))), 1
FROM span_rows
WHERE workspace = {workspace:String} AND kind = 'LLM' AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
GROUP BY ALL
