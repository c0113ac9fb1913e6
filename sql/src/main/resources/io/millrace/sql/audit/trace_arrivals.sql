-- What questions about a time read of a trace is what its own row says
SELECT workspace, concat('trace ', trace_id, ': version, deleted, rest of the row') AS item,
    toString((a.version, a.deleted, a.rest)) AS expected, toString((b.version, b.deleted, b.rest)) AS found
FROM
(
    SELECT workspace, trace_id, version, deleted, cityHash64(first_version, experiment_id, start_time, end_time, status, sessions, users, toString(parts), input_cost_usd, output_cost_usd, cache_saved_usd, toString(part_costs)) AS rest
    FROM trace_rows FINAL WHERE gen = (SELECT gen FROM current_generation)
) AS a
FULL OUTER JOIN
(
    SELECT workspace, trace_id, version, deleted, cityHash64(first_version, experiment_id, start_time, end_time, status, sessions, users, toString(parts), input_cost_usd, output_cost_usd, cache_saved_usd, toString(part_costs)) AS rest
    FROM trace_arrivals FINAL WHERE gen = (SELECT gen FROM current_generation)
) AS b USING (workspace, trace_id)
WHERE expected != found
