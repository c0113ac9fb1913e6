SELECT v.name AS view, v.comment AS view_comment, c.name AS name, c.type AS type, c.comment AS comment
FROM system.columns AS c
JOIN system.tables AS v ON v.name = c.table AND v.database = c.database
WHERE c.database = currentDatabase() AND v.database = currentDatabase() AND v.engine = 'View'
ORDER BY v.name, c.position
