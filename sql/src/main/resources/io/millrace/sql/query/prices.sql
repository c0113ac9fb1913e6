-- Prices of the workspace's own, by name
SELECT
    name, provider, model, service_tier, ifNull(toString(p.effective_from), '') AS effective_from, usd_per_million_tokens,
    same_as_provider, same_as_model, update_time
FROM price_overrides AS p
WHERE workspace = {workspace:String} AND ({name:String} = '' OR name = {name:String})
ORDER BY name
LIMIT {limit:UInt32}
