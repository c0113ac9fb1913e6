-- ClickHouse has refused no row
SELECT workspace, concat('rows of ', topic, ': ', any(reason)) AS item, '0' AS expected, toString(count()) AS found
FROM dead_letters
WHERE partition < 0
GROUP BY workspace, topic
