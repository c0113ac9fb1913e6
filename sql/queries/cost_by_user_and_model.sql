-- What does each user cost, and by which model?
-- Unknown prices are not in cost_usd: unpriced_calls says how many calls that concerns.
SELECT user_id, provider, model, sum(u.calls) AS calls, sum(u.input_tokens) AS input_tokens, sum(u.output_tokens) AS output_tokens,
    sum(u.cost_usd) AS cost_usd, sum(u.unpriced_calls) AS unpriced_calls
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY user_id, provider, model
ORDER BY cost_usd DESC, calls DESC, user_id, provider, model
