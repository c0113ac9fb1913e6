-- The values of each filter in a time, most frequent first: of calls, of tool calls, of traces
-- Of the tables, not the views, whose grouping by minute only costs here
SELECT facet, value, sum(n) AS count
FROM
(
    SELECT pair.1 AS facet, pair.2 AS value, n
    FROM
    (
        SELECT experiment_id, service_name, agent_name, user_id, provider, model, sum(calls) AS n
        FROM usage_minutes FINAL
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        GROUP BY experiment_id, service_name, agent_name, user_id, provider, model
    )
    ARRAY JOIN [('experiment_id', experiment_id), ('service_name', service_name), ('agent_name', agent_name), ('user_id', user_id),
        ('provider', provider), ('model', model)] AS pair
    UNION ALL
    SELECT 'tool', tool, sum(calls)
    FROM tool_minutes FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
        AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
    GROUP BY tool
    UNION ALL
    SELECT 'name', name, sum(traces)
    FROM latency_minutes FINAL
    WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
        AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
        AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
    GROUP BY name
)
WHERE value != ''
GROUP BY facet, value
HAVING count != 0
ORDER BY facet, count DESC, value
LIMIT {limit:UInt32} BY facet
