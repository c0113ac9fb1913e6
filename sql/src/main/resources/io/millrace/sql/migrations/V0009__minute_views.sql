CREATE OR REPLACE VIEW usage_1m
(
    minute DateTime('UTC') COMMENT 'The minute in which the calls started',
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of the trace',
    service_name LowCardinality(String) COMMENT 'service.name of the resource',
    agent_name String COMMENT 'The agent that called, '''' = unknown',
    user_id String COMMENT 'The user for whom it called, '''' = unknown',
    provider LowCardinality(String) COMMENT 'OTel''s gen_ai.provider.name, '''' = unknown',
    model LowCardinality(String) COMMENT 'The model asked for, else answered',
    calls Int64 COMMENT 'Model calls, failed ones included',
    errors Int64 COMMENT 'Failed model calls',
    input_tokens Int64 COMMENT 'Includes cache reads and writes',
    output_tokens Int64 COMMENT 'Includes reasoning',
    cache_read_tokens Int64 COMMENT 'Part of input_tokens that was read from the provider''s cache',
    cache_write_tokens Int64 COMMENT 'Part of input_tokens that was written to the provider''s cache',
    reasoning_tokens Int64 COMMENT 'Part of output_tokens that was reasoning',
    cost_usd Decimal(38, 12) COMMENT 'USD, sum of the known costs; unknown ones are counted in unpriced_calls',
    emitter_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what the emitters say',
    computed_cost_usd Decimal(38, 12) COMMENT 'USD, sum of what the price book says',
    unpriced_calls Int64 COMMENT 'Calls with usage whose cost is unknown',
    duration_histogram Map(Int16, Int64) COMMENT 'Durations in ns: merge with sumMap, read with histogram_quantile(h, q)',
    first_token_histogram Map(Int16, Int64) COMMENT 'Times to the first token in ns, where said; likewise'
)
AS SELECT
    r.minute AS minute,
    r.workspace AS workspace,
    r.experiment_id AS experiment_id,
    r.service_name AS service_name,
    r.agent_name AS agent_name,
    r.user_id AS user_id,
    r.provider AS provider,
    r.model AS model,
    sum(r.calls) AS calls,
    sum(r.errors) AS errors,
    sum(r.input_tokens) AS input_tokens,
    sum(r.output_tokens) AS output_tokens,
    sum(r.cache_read_tokens) AS cache_read_tokens,
    sum(r.cache_write_tokens) AS cache_write_tokens,
    sum(r.reasoning_tokens) AS reasoning_tokens,
    sum(r.cost_usd) AS cost_usd,
    sum(r.emitter_cost_usd) AS emitter_cost_usd,
    sum(r.computed_cost_usd) AS computed_cost_usd,
    sum(r.unpriced_calls) AS unpriced_calls,
    mapFilter((bucket, n) -> n != 0, sumMap(r.duration_histogram)) AS duration_histogram,
    mapFilter((bucket, n) -> n != 0, sumMap(r.first_token_histogram)) AS first_token_histogram
FROM usage_minutes AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
GROUP BY minute, workspace, experiment_id, service_name, agent_name, user_id, provider, model
HAVING (calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, unpriced_calls)
        != (0, 0, 0, 0, 0, 0, 0, 0)
    OR (cost_usd, emitter_cost_usd, computed_cost_usd) != (0, 0, 0)
COMMENT 'Model calls by minute; additive over any grouping. A call belongs to the minute of its start';

CREATE OR REPLACE VIEW tool_calls_1m
(
    minute DateTime('UTC') COMMENT 'The minute in which the calls started',
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of the trace',
    service_name LowCardinality(String) COMMENT 'service.name of the resource',
    agent_name String COMMENT 'The agent that called, '''' = unknown',
    tool String COMMENT 'The tool by the name that the model used',
    calls Int64 COMMENT 'Tool calls, failed ones included',
    errors Int64 COMMENT 'Failed tool calls',
    duration_histogram Map(Int16, Int64) COMMENT 'Durations in ns: merge with sumMap, read with histogram_quantile(h, q)'
)
AS SELECT
    r.minute AS minute,
    r.workspace AS workspace,
    r.experiment_id AS experiment_id,
    r.service_name AS service_name,
    r.agent_name AS agent_name,
    r.tool AS tool,
    sum(r.calls) AS calls,
    sum(r.errors) AS errors,
    mapFilter((bucket, n) -> n != 0, sumMap(r.duration_histogram)) AS duration_histogram
FROM tool_minutes AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
GROUP BY minute, workspace, experiment_id, service_name, agent_name, tool
HAVING calls != 0 OR errors != 0
COMMENT 'Tool calls by minute; additive over any grouping. A call belongs to the minute of its start';

CREATE OR REPLACE VIEW trace_latency_1m
(
    minute DateTime('UTC') COMMENT 'The minute in which the traces started',
    workspace String COMMENT 'Trust boundary; nothing joins across workspaces',
    experiment_id String COMMENT 'Experiment of the trace',
    service_name LowCardinality(String) COMMENT 'service.name of the trace',
    name LowCardinality(String) COMMENT 'Name of the trace',
    traces Int64 COMMENT 'Traces, failed ones included',
    errors Int64 COMMENT 'Traces with status ERROR',
    duration_histogram Map(Int16, Int64) COMMENT 'Durations in ns: merge with sumMap, read with histogram_quantile(h, q)'
)
AS SELECT
    r.minute AS minute,
    r.workspace AS workspace,
    r.experiment_id AS experiment_id,
    r.service_name AS service_name,
    r.name AS name,
    sum(r.traces) AS traces,
    sum(r.errors) AS errors,
    mapFilter((bucket, n) -> n != 0, sumMap(r.duration_histogram)) AS duration_histogram
FROM latency_minutes AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation)
GROUP BY minute, workspace, experiment_id, service_name, name
HAVING traces != 0 OR errors != 0
COMMENT 'Traces by minute; additive over any grouping. A trace belongs to the minute of its start';
