-- For texts of young traces: parts hold what came at one time, so whole parts are older than what is looked for and are left unread
-- (docs/adr/0016-text-search.md). Parts that are there have it from their next merge on, and are read until then.
ALTER TABLE span_content_rows ADD INDEX IF NOT EXISTS stored stored_time TYPE minmax GRANULARITY 1;
