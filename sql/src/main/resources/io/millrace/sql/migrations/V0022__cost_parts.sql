-- What costs are made of: input, output, and what the cache saved. NULL, or 0 in sums, of what was written before.
-- A column of its own for the parts' costs: another element in the tuples of parts would mean to write all rows anew.
ALTER TABLE span_rows
    ADD COLUMN IF NOT EXISTS input_cost_usd Nullable(Decimal(38, 12)) AFTER computed_cost_usd,
    ADD COLUMN IF NOT EXISTS output_cost_usd Nullable(Decimal(38, 12)) AFTER input_cost_usd,
    ADD COLUMN IF NOT EXISTS cache_saved_usd Nullable(Decimal(38, 12)) AFTER output_cost_usd;

ALTER TABLE usage_minutes
    ADD COLUMN IF NOT EXISTS input_cost_usd Decimal(38, 12) AFTER computed_cost_usd,
    ADD COLUMN IF NOT EXISTS output_cost_usd Decimal(38, 12) AFTER input_cost_usd,
    ADD COLUMN IF NOT EXISTS cache_saved_usd Decimal(38, 12) AFTER output_cost_usd;

ALTER TABLE trace_rows
    ADD COLUMN IF NOT EXISTS input_cost_usd Decimal(38, 12) AFTER computed_cost_usd,
    ADD COLUMN IF NOT EXISTS output_cost_usd Decimal(38, 12) AFTER input_cost_usd,
    ADD COLUMN IF NOT EXISTS cache_saved_usd Decimal(38, 12) AFTER output_cost_usd,
    ADD COLUMN IF NOT EXISTS part_costs Array(Tuple(
        input_cost_usd Decimal(38, 12),
        output_cost_usd Decimal(38, 12),
        cache_saved_usd Decimal(38, 12))) COMMENT 'One for each of parts; empty in rows that are older than this column' AFTER parts;

ALTER TABLE trace_arrivals
    ADD COLUMN IF NOT EXISTS input_cost_usd Decimal(38, 12) AFTER computed_cost_usd,
    ADD COLUMN IF NOT EXISTS output_cost_usd Decimal(38, 12) AFTER input_cost_usd,
    ADD COLUMN IF NOT EXISTS cache_saved_usd Decimal(38, 12) AFTER output_cost_usd,
    ADD COLUMN IF NOT EXISTS part_costs Array(Tuple(
        input_cost_usd Decimal(38, 12),
        output_cost_usd Decimal(38, 12),
        cache_saved_usd Decimal(38, 12))) COMMENT 'One for each of parts; empty in rows that are older than this column' AFTER parts;

ALTER TABLE trace_arrivals_feed MODIFY QUERY
SELECT
    gen, first_version,
    workspace, experiment_id, trace_id, name, service_name, agent_name, start_time, duration_ns, end_time, session_id, user_id,
    sessions, users, status, root_seen, open_spans, span_count, error_count, llm_calls, llm_errors, tool_calls, tool_errors, turns,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, emitter_cost_usd,
    computed_cost_usd, models, tools, dialects, request_preview, response_preview, tags, received_time, updated_time, version, parts,
    noise, deleted,
    input_cost_usd, output_cost_usd, cache_saved_usd, part_costs
FROM trace_rows;
