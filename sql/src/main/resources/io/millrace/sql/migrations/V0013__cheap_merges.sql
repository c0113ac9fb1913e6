-- What the tables cost while they are filled. Statistics of every column were made anew by every merge and nothing asks for them.
-- Young content is merged several times: LZ4 first, and a day later, when its part is merged no more, ZSTD.
ALTER TABLE span_rows MODIFY SETTING auto_statistics_types = '';
ALTER TABLE span_content_rows MODIFY SETTING auto_statistics_types = '';
ALTER TABLE trace_rows MODIFY SETTING auto_statistics_types = '';
ALTER TABLE usage_minutes MODIFY SETTING auto_statistics_types = '';
ALTER TABLE tool_minutes MODIFY SETTING auto_statistics_types = '';
ALTER TABLE latency_minutes MODIFY SETTING auto_statistics_types = '';
ALTER TABLE ledger_minutes MODIFY SETTING auto_statistics_types = '';
ALTER TABLE progress_rows MODIFY SETTING auto_statistics_types = '';

ALTER TABLE span_content_rows
    ADD COLUMN IF NOT EXISTS stored_time DateTime('UTC') DEFAULT now() COMMENT 'When ClickHouse took the row; it ages by this',
    MODIFY COLUMN input String CODEC(Default),
    MODIFY COLUMN output String CODEC(Default),
    MODIFY COLUMN messages String CODEC(Default),
    MODIFY COLUMN attributes Map(String, String) CODEC(Default),
    MODIFY COLUMN resource Map(String, String) CODEC(Default),
    MODIFY COLUMN events String CODEC(Default),
    MODIFY COLUMN links String CODEC(Default),
    MODIFY COLUMN raw String CODEC(Default);

ALTER TABLE span_content_rows MODIFY TTL stored_time + INTERVAL 1 DAY RECOMPRESS CODEC(ZSTD(3));
