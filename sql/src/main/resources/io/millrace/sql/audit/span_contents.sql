-- Each row of spans has its content, unless it is noise, and no content is without its span
SELECT workspace, concat('trace ', trace_id, ' span ', span_id) AS item,
    if(sum(narrow) = 0, 'no span', 'a span with content') AS expected,
    if(sum(narrow) = 0, 'content without span', 'a span without content') AS found
FROM
(
    SELECT workspace, trace_id, span_id, toInt64(1) AS narrow, toInt64(noise) AS bare, toInt64(0) AS wide FROM spans
    UNION ALL
    SELECT workspace, trace_id, span_id, toInt64(0), toInt64(0), toInt64(1) FROM span_content
)
GROUP BY workspace, trace_id, span_id
HAVING sum(narrow) = 0 OR (sum(wide) = 0 AND sum(bare) = 0)
