-- For the live stream, which asks every second for what is young: blocks of rows that are not are left unread.
ALTER TABLE trace_rows ADD INDEX IF NOT EXISTS updated updated_time TYPE minmax GRANULARITY 1;

-- For traces by the value of an attribute. No text index on inputs and outputs: its merges took more than the memory that the embedded
-- engine has (1 GiB) at three million spans, and with it inserts failed.
ALTER TABLE span_content_rows ADD INDEX IF NOT EXISTS attribute_values mapValues(attributes) TYPE bloom_filter(0.01) GRANULARITY 1;
