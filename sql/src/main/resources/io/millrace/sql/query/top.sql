-- Who or what takes most: the largest of one dimension by one measure, with their shares of all
SELECT
    value, calls, errors, input_tokens, output_tokens, cost_usd, unpriced_calls,
    if(total = 0, NULL, toFloat64(measured) / toFloat64(total)) AS share
FROM
(
    SELECT *, sum(measured) OVER () AS total
    FROM
    (
        SELECT
            multiIf({by:String} = 'experiment_id', experiment_id, {by:String} = 'service_name', service_name,
                {by:String} = 'agent_name', agent_name, {by:String} = 'user_id', user_id,
                {by:String} = 'provider', provider, model) AS value,
            sum(u.calls) AS calls,
            sum(u.errors) AS errors,
            sum(u.input_tokens) AS input_tokens,
            sum(u.output_tokens) AS output_tokens,
            sum(u.cost_usd) AS cost_usd,
            sum(u.unpriced_calls) AS unpriced_calls,
            multiIf({measure:String} = 'calls', toDecimal128(calls, 12), {measure:String} = 'errors', toDecimal128(errors, 12),
                {measure:String} = 'tokens', toDecimal128(input_tokens + output_tokens, 12),
                {measure:String} = 'unpriced_calls', toDecimal128(unpriced_calls, 12), cost_usd) AS measured
        FROM usage_minutes AS u FINAL
        WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
            AND minute >= toDateTime(least(intDiv({from:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND minute < toDateTime(least(intDiv({to:Int64} - 1, 1000000000) + 1, 4294967295), 'UTC')
            AND ({experiment_id:String} = '' OR experiment_id = {experiment_id:String})
            AND ({service_name:String} = '' OR service_name = {service_name:String})
            AND ({agent_name:String} = '' OR agent_name = {agent_name:String})
            AND ({user_id:String} = '' OR user_id = {user_id:String})
            AND ({provider:String} = '' OR provider = {provider:String})
            AND ({model:String} = '' OR model = {model:String})
        GROUP BY value
    )
)
ORDER BY measured DESC, value
LIMIT {limit:UInt32}
