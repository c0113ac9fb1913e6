-- How much of what the models read came out of the provider's cache, was what was written to it read again, and what did that save?
SELECT provider, model, sum(u.calls) AS calls, sum(u.input_tokens) AS input_tokens, sum(u.cache_read_tokens) AS cache_read_tokens,
    sum(u.cache_write_tokens) AS cache_write_tokens,
    round(if(input_tokens = 0, 0, cache_read_tokens / input_tokens), 4) AS hit_ratio,
    round(if(cache_write_tokens = 0, 0, cache_read_tokens / cache_write_tokens), 2) AS reads_per_write,
    sum(u.input_cost_usd) AS input_cost_usd, sum(u.cache_saved_usd) AS cache_saved_usd
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY provider, model
ORDER BY input_tokens DESC, provider, model
