-- Where do agents and price book disagree on what calls cost? Only calls of which both say something.
SELECT dialect, provider, if(request_model = '', response_model, request_model) AS model, count() AS calls,
    sum(emitter_cost_usd) AS emitter_usd, sum(computed_cost_usd) AS computed_usd, emitter_usd - computed_usd AS difference_usd
FROM spans
WHERE workspace = {workspace:String} AND owns_usage AND emitter_cost_usd IS NOT NULL AND computed_cost_usd IS NOT NULL
    AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
GROUP BY dialect, provider, model
HAVING difference_usd != 0
ORDER BY abs(difference_usd) DESC, dialect, provider, model
