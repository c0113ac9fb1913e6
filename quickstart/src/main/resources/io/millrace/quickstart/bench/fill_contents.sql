-- What the spans carried: words of a small language, attributes of which one is of one span only; stored when the span was received
INSERT INTO span_content_rows (gen, workspace, trace_id, span_id, input, output, messages, attributes, resource, events, links, raw, version, stored_time)
WITH
    cityHash64('span', number) AS h,
    number % 10 AS s,
    arrayStringConcat(arrayMap(i -> concat('word', toString(intHash32(number * 40 + i) % 5000)), range(12)), ' ') AS question,
    arrayStringConcat(arrayMap(i -> concat('word', toString(intHash32(number * 40 + 20 + i) % 5000)), range(16)), ' ') AS answer
SELECT (SELECT gen FROM current_generation), {workspace:String}, lower(hex(sipHash128('trace', intDiv(number, 10)))), lower(hex(h)),
    if(s = 9, '', question), if(s = 9, '', answer), '',
    map('gen_ai.operation.name', multiIf(s = 0, 'invoke_agent', s < 5, 'chat', 'execute_tool'), 'gen_ai.request.temperature', '0.7',
        'http.response.status_code', '200', 'deployment.environment', ['production', 'staging', 'test'][h % 3 + 1], 'request.id', lower(hex(cityHash64('request', number))), 'thread.id', toString(h % 64)),
    map('service.name', 'fleet', 'service.version', '1.2.3', 'telemetry.sdk.language', 'python'), '', '', '', 1,
    fromUnixTimestamp64Nano({now:Int64} - toInt64({days:UInt32}) * 86400000000000
        + toInt64(intDiv(intDiv(number, 10) * toUInt64({days:UInt32}) * 86400000, intDiv({total:UInt64}, 10)) * 1000000) + 11000000000)
FROM numbers({from:UInt64}, {to:UInt64} - {from:UInt64})
