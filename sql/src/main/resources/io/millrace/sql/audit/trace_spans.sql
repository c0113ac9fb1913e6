-- Each trace counts its rows of spans, and sums their tokens and cost
SELECT workspace, concat('trace ', trace_id, ': spans, input, output, cache read, cache write, reasoning, USD, of that input and output, saved by caches') AS item,
    toString((sum(s_spans), sum(s_input), sum(s_output), sum(s_read), sum(s_write), sum(s_reasoning), sum(s_cost), sum(s_in_cost),
        sum(s_out_cost), sum(s_saved))) AS expected,
    toString((sum(t_spans), sum(t_input), sum(t_output), sum(t_read), sum(t_write), sum(t_reasoning), sum(t_cost), sum(t_in_cost),
        sum(t_out_cost), sum(t_saved))) AS found
FROM
(
    SELECT workspace, trace_id,
        toInt64(count()) AS s_spans, sum(input_tokens) AS s_input, sum(output_tokens) AS s_output, sum(cache_read_tokens) AS s_read,
        sum(cache_write_tokens) AS s_write, sum(reasoning_tokens) AS s_reasoning, sum(ifNull(cost_usd, 0)) AS s_cost,
        sum(ifNull(input_cost_usd, 0)) AS s_in_cost, sum(ifNull(output_cost_usd, 0)) AS s_out_cost, sum(ifNull(cache_saved_usd, 0)) AS s_saved,
        toInt64(0) AS t_spans, toInt64(0) AS t_input, toInt64(0) AS t_output, toInt64(0) AS t_read, toInt64(0) AS t_write,
        toInt64(0) AS t_reasoning, toDecimal128(0, 12) AS t_cost, toDecimal128(0, 12) AS t_in_cost, toDecimal128(0, 12) AS t_out_cost,
        toDecimal128(0, 12) AS t_saved
    FROM spans
    GROUP BY workspace, trace_id
    UNION ALL
    SELECT workspace, trace_id,
        toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toDecimal128(0, 12),
        toDecimal128(0, 12), toDecimal128(0, 12), toDecimal128(0, 12),
        toInt64(span_count), input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd,
        input_cost_usd, output_cost_usd, cache_saved_usd
    FROM traces
)
GROUP BY workspace, trace_id
HAVING (sum(s_spans), sum(s_input), sum(s_output), sum(s_read), sum(s_write), sum(s_reasoning), sum(s_cost), sum(s_in_cost), sum(s_out_cost), sum(s_saved))
    != (sum(t_spans), sum(t_input), sum(t_output), sum(t_read), sum(t_write), sum(t_reasoning), sum(t_cost), sum(t_in_cost), sum(t_out_cost), sum(t_saved))
