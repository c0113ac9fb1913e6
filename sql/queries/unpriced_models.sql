-- Which models have no price? Their calls cost an unknown amount, which is in no sum.
SELECT provider, model, sum(u.unpriced_calls) AS unpriced_calls, sum(u.calls) AS calls, sum(u.input_tokens) AS input_tokens,
    sum(u.output_tokens) AS output_tokens
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY provider, model
HAVING unpriced_calls > 0
ORDER BY unpriced_calls DESC, provider, model
