-- Calls, tokens and cost are the same by trace and by minute
SELECT workspace, 'calls, failed, unpriced, input, output, cache read, cache write, reasoning, USD, of that input and output, saved by caches' AS item,
    toString((sum(t_calls), sum(t_errors), sum(t_unpriced), sum(t_input), sum(t_output), sum(t_read), sum(t_write), sum(t_reasoning), sum(t_cost), sum(t_in_cost), sum(t_out_cost), sum(t_saved))) AS expected,
    toString((sum(m_calls), sum(m_errors), sum(m_unpriced), sum(m_input), sum(m_output), sum(m_read), sum(m_write), sum(m_reasoning), sum(m_cost), sum(m_in_cost), sum(m_out_cost), sum(m_saved))) AS found
FROM
(
    SELECT workspace,
        toInt64(sum(llm_calls + llm_errors)) AS t_calls, toInt64(sum(llm_errors)) AS t_errors, toInt64(sum(unpriced_calls)) AS t_unpriced,
        sum(input_tokens) AS t_input, sum(output_tokens) AS t_output, sum(cache_read_tokens) AS t_read,
        sum(cache_write_tokens) AS t_write, sum(reasoning_tokens) AS t_reasoning, sum(cost_usd) AS t_cost,
        sum(input_cost_usd) AS t_in_cost, sum(output_cost_usd) AS t_out_cost, sum(cache_saved_usd) AS t_saved,
        toInt64(0) AS m_calls, toInt64(0) AS m_errors, toInt64(0) AS m_unpriced, toInt64(0) AS m_input, toInt64(0) AS m_output,
        toInt64(0) AS m_read, toInt64(0) AS m_write, toInt64(0) AS m_reasoning, toDecimal128(0, 12) AS m_cost,
        toDecimal128(0, 12) AS m_in_cost, toDecimal128(0, 12) AS m_out_cost, toDecimal128(0, 12) AS m_saved
    FROM traces
    GROUP BY workspace
    UNION ALL
    SELECT workspace,
        toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toDecimal128(0, 12),
        toDecimal128(0, 12), toDecimal128(0, 12), toDecimal128(0, 12),
        sum(calls), sum(errors), sum(unpriced_calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
        sum(cache_write_tokens), sum(reasoning_tokens), sum(cost_usd), sum(input_cost_usd), sum(output_cost_usd), sum(cache_saved_usd)
    FROM usage_1m
    GROUP BY workspace
)
GROUP BY workspace
HAVING expected != found
