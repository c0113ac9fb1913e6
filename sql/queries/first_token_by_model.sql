-- How long until a model says something, and how fast does it then go on? null = no call tells
WITH sumMap(u.first_token_histogram) AS first_tokens, sumMap(u.duration_histogram) AS durations
SELECT provider, model, sum(u.calls) AS calls,
    if(empty(first_tokens), NULL, round(histogram_quantile(first_tokens, 0.5) / 1e6, 3)) AS first_token_p50_ms,
    if(empty(first_tokens), NULL, round(histogram_quantile(first_tokens, 0.95) / 1e6, 3)) AS first_token_p95_ms,
    if(empty(durations), NULL, round(histogram_quantile(durations, 0.95) / 1e6, 3)) AS call_p95_ms,
    if(empty(durations), NULL, round(sum(u.output_tokens) / (histogram_sum(durations) / 1e9), 2)) AS output_tokens_per_second
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY provider, model
ORDER BY calls DESC, provider, model
