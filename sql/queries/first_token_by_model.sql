-- How long until a model says something, and how fast does it then go on?
SELECT provider, model, sum(u.calls) AS calls,
    round(histogram_quantile(sumMap(u.first_token_histogram), 0.5) / 1e6, 3) AS first_token_p50_ms,
    round(histogram_quantile(sumMap(u.first_token_histogram), 0.95) / 1e6, 3) AS first_token_p95_ms,
    round(histogram_quantile(sumMap(u.duration_histogram), 0.95) / 1e6, 3) AS call_p95_ms,
    round(sum(u.output_tokens) / (histogram_sum(sumMap(u.duration_histogram)) / 1e9), 2) AS output_tokens_per_second
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY provider, model
ORDER BY calls DESC, provider, model
