-- Sessions by filters, sorted, from a place on. First which, by what is sorted and filtered by alone; then all of those few, from their
-- traces: to add up every session would take more memory than a query has. A column that is not asked for is an array of defaults,
-- for else it would be read; a scalar subquery is evaluated once. {narrow:UInt8} = 1 tells that {from:Int64} is not long ago: a session
-- that started since has a trace that ended since, and whatever traces those sessions have an index finds, unless they are too many.
WITH
(
    SELECT groupUniqArrayArray(sessions)
    FROM trace_arrivals
    WHERE {narrow:UInt8} = 1 AND gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
        AND end_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
) AS candidates,
(
    SELECT groupArray((experiment_id, session_id, sort_key))
    FROM
    (
        SELECT
            experiment_id, session_id, min(part_start) AS start_time, max(part_end) AS end_time,
            multiIf({sort:String} = 'duration', toInt128(toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time)),
                {sort:String} = 'cost', toInt128(sum(part_cost) * 1000000000000), {sort:String} = 'tokens', toInt128(sum(part_tokens)),
                {sort:String} = 'errors', toInt128(sum(part_errors)), {sort:String} = 'size', toInt128(uniqExact(trace_id)),
                {sort:String} = 'end_time', toInt128(toUnixTimestamp64Nano(end_time)),
                toInt128(toUnixTimestamp64Nano(start_time))) * if({order:String} = 'asc', -1, 1) AS sort_key
        FROM trace_arrivals FINAL
        ARRAY JOIN
            parts.session_id AS session_id,
            parts.start_time AS part_start,
            if({sort:String} = 'duration' OR {sort:String} = 'end_time', parts.end_time, arrayResize(CAST([], 'Array(DateTime64(9, \'UTC\'))'), length(parts.session_id))) AS part_end,
            if({user_id:String} != '', parts.user_id, arrayResize(CAST([], 'Array(String)'), length(parts.session_id))) AS part_user,
            if({agent_name:String} != '', parts.agent_name, arrayResize(CAST([], 'Array(String)'), length(parts.session_id))) AS part_agent,
            if({model:String} != '', parts.models, arrayResize(CAST([], 'Array(Array(String))'), length(parts.session_id))) AS part_models,
            if({tool:String} != '', parts.tools, arrayResize(CAST([], 'Array(Array(String))'), length(parts.session_id))) AS part_tools,
            if({sort:String} = 'cost' OR {min_cost_usd:Decimal(38, 12)} > 0, parts.cost_usd, arrayResize(CAST([], 'Array(Decimal(38, 12))'), length(parts.session_id))) AS part_cost,
            if({sort:String} = 'tokens', arrayMap((i, o) -> i + o, parts.input_tokens, parts.output_tokens), arrayResize(CAST([], 'Array(Int64)'), length(parts.session_id))) AS part_tokens,
            if({sort:String} = 'errors', arrayMap((m, t) -> toInt64(m) + t, parts.llm_errors, parts.tool_errors), arrayResize(CAST([], 'Array(Int64)'), length(parts.session_id))) AS part_errors
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND NOT deleted AND session_id != ''
            AND ({narrow:UInt8} = 0 OR length(candidates) > 1000 OR hasAny(sessions, candidates))
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
        GROUP BY experiment_id, session_id
        HAVING start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
            AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
            AND ({user_id:String} = '' OR max(part_user = {user_id:String}))
            AND ({agent_name:String} = '' OR max(part_agent = {agent_name:String}))
            AND ({model:String} = '' OR max(has(part_models, {model:String})))
            AND ({tool:String} = '' OR max(has(part_tools, {tool:String})))
            AND ({min_cost_usd:Decimal(38, 12)} = 0 OR sum(part_cost) >= {min_cost_usd:Decimal(38, 12)})
            AND ({after_id:String} = ''
                OR (sort_key, session_id, experiment_id) < ({after_key:Int128}, {after_id:String}, {after_id2:String}))
        ORDER BY sort_key DESC, session_id DESC, experiment_id DESC
        LIMIT {limit:UInt32}
    )
) AS few,
arrayMap(f -> f.2, few) AS few_ids,
arrayMap(f -> (f.1, f.2), few) AS few_pairs
SELECT
    t.workspace AS workspace,
    t.experiment_id AS experiment_id,
    part.session_id AS session_id,
    arraySort(groupUniqArrayIf(part.user_id, part.user_id != '')) AS users,
    arraySort(groupUniqArrayIf(part.agent_name, part.agent_name != '')) AS agents,
    uniqExact(t.trace_id) AS traces,
    sum(part.turns) AS turns,
    sum(part.llm_calls) AS llm_calls,
    sum(part.llm_errors) AS llm_errors,
    sum(part.tool_calls) AS tool_calls,
    sum(part.tool_errors) AS tool_errors,
    sum(part.input_tokens) AS input_tokens,
    sum(part.output_tokens) AS output_tokens,
    sum(part.cache_read_tokens) AS cache_read_tokens,
    sum(part.cache_write_tokens) AS cache_write_tokens,
    sum(part.reasoning_tokens) AS reasoning_tokens,
    sum(part.cost_usd) AS cost_usd,
    sum(costs.input_cost_usd) AS input_cost_usd,
    sum(costs.output_cost_usd) AS output_cost_usd,
    sum(costs.cache_saved_usd) AS cache_saved_usd,
    sum(part.unpriced_calls) AS unpriced_calls,
    min(part.start_time) AS start_time,
    max(part.end_time) AS end_time,
    toBool(sum(part.open_spans) > 0) AS open,
    arraySort(groupUniqArrayArray(part.models)) AS models,
    arraySort(groupUniqArrayArray(part.tools)) AS tools,
    argMinIf(t.request_preview, (t.start_time, t.trace_id), t.request_preview != '') AS request_preview,
    argMaxIf(t.response_preview, (t.end_time, t.trace_id), t.response_preview != '') AS response_preview,
    arrayFirst(f -> (f.1, f.2) = (experiment_id, session_id), few).3 AS sort_key
FROM trace_arrivals AS t FINAL
ARRAY JOIN t.parts AS part, arrayResize(t.part_costs, length(t.parts)) AS costs
WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String} AND NOT deleted
    AND hasAny(t.sessions, few_ids) AND has(few_pairs, (t.experiment_id, part.session_id))
GROUP BY workspace, experiment_id, session_id
ORDER BY sort_key DESC, session_id DESC, experiment_id DESC
