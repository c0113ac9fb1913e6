-- Prices of a workspace's own, as control.v1 has them.
CREATE OR REPLACE VIEW price_overrides
(
    workspace String COMMENT 'Trust boundary',
    name String COMMENT 'Under which it was put',
    provider String COMMENT 'gen_ai.provider.name that it is for, empty = any',
    model String COMMENT 'Model that it is for; * stands for any text',
    service_tier String COMMENT 'The only one that it is for, empty = any',
    effective_from Nullable(Date32) COMMENT 'Day (UTC) of a call''s own time from which on it holds, null = always',
    usd_per_million_tokens Map(String, Decimal(38, 12)) COMMENT 'USD for a million tokens by unit; empty where same_as_model says what it costs',
    same_as_provider String COMMENT 'Provider of same_as_model, empty = its maker',
    same_as_model String COMMENT 'Model of the price book that it costs as much as',
    definition String COMMENT 'All of that as it was put: JSON',
    update_time DateTime64(9, 'UTC') COMMENT 'When it was put'
)
AS SELECT
    r.workspace AS workspace,
    r.name AS name,
    JSONExtractString(r.body, 'provider') AS provider,
    JSONExtractString(r.body, 'model') AS model,
    JSONExtractString(r.body, 'service_tier') AS service_tier,
    toDate32OrNull(JSONExtractString(r.body, 'effective_from')) AS effective_from,
    CAST(
        arrayMap(unit -> (unit.1, toDecimal128(unit.2, 12)), JSONExtractKeysAndValuesRaw(r.body, 'usd_per_million_tokens')),
        'Map(String, Decimal(38, 12))') AS usd_per_million_tokens,
    JSONExtractString(r.body, 'same_as', 'provider') AS same_as_provider,
    JSONExtractString(r.body, 'same_as', 'model') AS same_as_model,
    r.body AS definition,
    r.received_time AS update_time
FROM control_rows AS r FINAL
WHERE r.gen = (SELECT gen FROM current_generation) AND r.kind = 'price_override' AND r.body != ''
COMMENT 'One row a price of a workspace''s own: it goes before the price book for calls that are new, and for all others at a reprice';
