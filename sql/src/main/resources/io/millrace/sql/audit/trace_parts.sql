-- The parts of each trace by session, user and agent add up to it
SELECT workspace, concat('trace ', trace_id, ': calls, failed, unpriced, tool calls, input, output, USD, of that input and output, saved by caches') AS item,
    toString((llm_calls, llm_errors, unpriced_calls, tool_calls, input_tokens, output_tokens, cost_usd, input_cost_usd,
        output_cost_usd, cache_saved_usd)) AS expected,
    toString((arraySum(parts.llm_calls), arraySum(parts.llm_errors), arraySum(parts.unpriced_calls), arraySum(parts.tool_calls),
        arraySum(parts.input_tokens), arraySum(parts.output_tokens), arraySum(parts.cost_usd),
        arraySum(part_costs.input_cost_usd), arraySum(part_costs.output_cost_usd), arraySum(part_costs.cache_saved_usd))) AS found
FROM traces
WHERE expected != found
