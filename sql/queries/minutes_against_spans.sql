-- Do minutes and spans tell the same? No row = they do. Whole minutes only.
SELECT minute, measure, of_minutes, of_spans
FROM
(
    SELECT minute, measures.1 AS measure, sum(measures.2) AS of_minutes, sum(measures.3) AS of_spans
    FROM
    (
        SELECT minute, [('calls', toDecimal128(calls, 12), toDecimal128(0, 12)), ('input_tokens', toDecimal128(input_tokens, 12), toDecimal128(0, 12)),
            ('output_tokens', toDecimal128(output_tokens, 12), toDecimal128(0, 12)), ('cost_usd', cost_usd, toDecimal128(0, 12))] AS told
        FROM usage_1m
        WHERE workspace = {workspace:String}
            AND minute >= {from:DateTime('UTC')} AND minute < {to:DateTime('UTC')}
        UNION ALL
        SELECT toStartOfMinute(start_time), [('calls', toDecimal128(0, 12), toDecimal128(owns_usage OR (kind = 'LLM' AND status = 'ERROR'), 12)),
            ('input_tokens', toDecimal128(0, 12), toDecimal128(input_tokens, 12)), ('output_tokens', toDecimal128(0, 12), toDecimal128(output_tokens, 12)),
            ('cost_usd', toDecimal128(0, 12), ifNull(cost_usd, toDecimal128(0, 12)))]
        FROM spans
        WHERE workspace = {workspace:String}
            AND start_time >= {from:DateTime('UTC')} AND start_time < {to:DateTime('UTC')}
    )
    ARRAY JOIN told AS measures
    GROUP BY minute, measure
)
WHERE of_minutes != of_spans
ORDER BY minute, measure
