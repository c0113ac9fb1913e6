-- Traces by filters, sorted, from a place on. By attribute: first the traces of which any version of a span has the values, by an index
-- that does not go with FINAL here, then of those the ones whose spans have the pairs; by text likewise, without an index; by failed
-- spans and by calls without a price likewise, of which any version of a span is one.
-- Of texts, what was stored before the first of the traces of that time was received is left unread: the clocks of whoever received it and
-- of ClickHouse differ by less than an hour. A scalar is evaluated in any case: where nothing is asked of texts it finds nothing
WITH (
    SELECT toDateTime(if(count() = 0, 4294967295, greatest(intDiv(toUnixTimestamp64Nano(min(received_time)), 1000000000) - 3600, 0)), 'UTC')
    FROM trace_arrivals
    WHERE {q:String} != '' AND gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String}
        AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
) AS stored_since
SELECT
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, sessions, users, status,
    root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns, input_tokens,
    output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, input_cost_usd, output_cost_usd, cache_saved_usd,
    unpriced_calls, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time,
    multiIf({sort:String} = 'duration', toInt128(duration_ns), {sort:String} = 'cost', toInt128(cost_usd * 1000000000000),
        {sort:String} = 'tokens', toInt128(input_tokens + output_tokens), {sort:String} = 'errors', toInt128(error_count),
        {sort:String} = 'size', toInt128(span_count), toInt128(toUnixTimestamp64Nano(start_time))) * if({order:String} = 'asc', -1, 1) AS sort_key
FROM trace_arrivals FINAL
WHERE gen = (SELECT gen FROM current_generation) AND NOT deleted AND workspace = {workspace:String}
    AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
    AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
    AND ({session_id:String} = '' OR has(sessions, {session_id:String}))
    AND ({user_id:String} = '' OR has(users, {user_id:String}))
    AND ({status:String} = '' OR toString(status) = {status:String})
    AND ({model:String} = '' OR has(models, {model:String}))
    AND ({tool:String} = '' OR has(tools, {tool:String}))
    AND ({agent_name:String} = '' OR has(parts.agent_name, {agent_name:String}))
    AND ({service_name:String} = '' OR service_name = {service_name:String})
    AND ({name:String} = '' OR name = {name:String})
    AND cost_usd >= {min_cost_usd:Decimal(38, 12)}
    AND cost_usd <= {max_cost_usd:Decimal(38, 12)}
    AND duration_ns >= {min_duration:Int64}
    AND duration_ns <= {max_duration:Int64}
    AND arrayAll(t -> if(position(t, '=') = 0, mapContains(tags, t), tags[substringIndex(t, '=', 1)] = substring(t, position(t, '=') + 1)
        AND mapContains(tags, substringIndex(t, '=', 1))), {tag:Array(String)})
    AND (empty({attribute:Array(String)}) OR trace_id IN (
        SELECT trace_id FROM span_content_rows FINAL
        PREWHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND trace_id IN (
            SELECT trace_id FROM span_content_rows
            WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
                AND hasAll(mapValues(attributes), arrayMap(a -> substring(a, position(a, '=') + 1), {attribute:Array(String)})))
        WHERE arrayAll(a -> attributes[substringIndex(a, '=', 1)] = substring(a, position(a, '=') + 1), {attribute:Array(String)})))
    AND ({noise:String} = '' OR noise = ({noise:String} = 'true'))
    AND ({failed:String} = '' OR arrayExists(
        (failures, agent, user, session, used) -> failures > 0
            AND ({agent_name:String} = '' OR agent = {agent_name:String})
            AND ({user_id:String} = '' OR user = {user_id:String})
            AND ({session_id:String} = '' OR session = {session_id:String})
            AND ({model:String} = '' OR {failed:String} = 'tool_calls' OR has(used, {model:String})),
        if({failed:String} = 'tool_calls', parts.tool_errors, parts.llm_errors), parts.agent_name, parts.user_id, parts.session_id,
        parts.models))
    AND (empty({error:Array(String)}) OR trace_id IN (
        SELECT trace_id FROM span_rows FINAL
        PREWHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND trace_id IN (
            SELECT trace_id FROM span_rows
            WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND status = 'ERROR')
        WHERE NOT deleted AND status = 'ERROR'
            AND hasAll(
                ['any', concat('kind=', toString(kind)), concat('error_type=', error_type), concat('name=', name),
                    concat('tool_name=', tool_name), concat('provider=', provider),
                    concat('model=', if(request_model = '', replaceRegexpOne(response_model, '-20\\d\\d-[01]\\d-[0-3]\\d$', ''), request_model)),
                    concat('agent_name=', agent_name), concat('user_id=', user_id), concat('service_name=', service_name)],
                {error:Array(String)})))
    AND (empty({unpriced:Array(String)}) OR trace_id IN (
        SELECT trace_id FROM span_rows FINAL
        PREWHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND trace_id IN (
            SELECT trace_id FROM span_rows
            WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND owns_usage AND cost_usd IS NULL)
        WHERE NOT deleted AND owns_usage AND cost_usd IS NULL
            AND hasAll(
                ['any', concat('provider=', provider),
                    concat('model=', if(request_model = '', replaceRegexpOne(response_model, '-20\\d\\d-[01]\\d-[0-3]\\d$', ''), request_model)),
                    concat('agent_name=', agent_name), concat('user_id=', user_id), concat('service_name=', service_name)],
                {unpriced:Array(String)})))
    AND (empty({assessment:Array(String)}) OR trace_id IN (
        SELECT trace_id FROM annotations
        WHERE workspace = {workspace:String} AND type = 'ASSESSMENT' AND valid
        GROUP BY trace_id
        HAVING hasAll(
            arrayConcat(groupUniqArray(name), groupUniqArray(concat(name, '=', if(startsWith(value, '"'), JSONExtractString(value), value)))),
            {assessment:Array(String)})))
    AND ({q:String} = '' OR trace_id IN (
        SELECT trace_id FROM span_content_rows FINAL
        PREWHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND trace_id IN (
            SELECT trace_id FROM span_content_rows
            WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND stored_time >= stored_since
                AND (hasAllTokens(input, {q:String}) OR hasAllTokens(output, {q:String}) OR hasAllTokens(mapValues(attributes), {q:String})))
        WHERE (hasAllTokens(input, {q:String}) OR hasAllTokens(output, {q:String}) OR hasAllTokens(mapValues(attributes), {q:String}))))
    AND ({after_id:String} = '' OR (sort_key, trace_id) < ({after_key:Int128}, {after_id:String}))
ORDER BY sort_key DESC, trace_id DESC
LIMIT {limit:UInt32}
