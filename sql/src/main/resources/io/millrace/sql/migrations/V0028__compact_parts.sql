-- Parts of up to 128 MiB hold all columns in one file. A part with a file or two for every column costs 2 ms of processor time for each of them
-- when it is made, whatever it holds: more than the rows of an insert or of a first merge. What it is read for was no slower
-- (docs/adr/0014-what-young-rows-cost.md).
ALTER TABLE span_rows MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE span_content_rows MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE trace_rows MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE trace_arrivals MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE usage_minutes MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE tool_minutes MODIFY SETTING min_bytes_for_wide_part = 134217728;
ALTER TABLE latency_minutes MODIFY SETTING min_bytes_for_wide_part = 134217728;

-- Nobody looks for one trace here, as in trace_rows, where every part more is one more to look into; lists read a time, which few parts have.
ALTER TABLE trace_arrivals MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
