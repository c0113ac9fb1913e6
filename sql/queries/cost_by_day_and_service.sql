-- What does each service cost a day?
SELECT toDate(minute) AS day, service_name, sum(u.calls) AS calls, sum(u.cost_usd) AS cost_usd, sum(u.unpriced_calls) AS unpriced_calls
FROM usage_1m AS u
WHERE workspace = {workspace:String}
    AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
GROUP BY day, service_name
ORDER BY day, cost_usd DESC, service_name
