-- Ten parts of what has few rows become one, not five. Each barrier inserts into every one of these tables, and a merge costs some 10 ms of
-- processor time and a dozen files, made and deleted, however few rows it has (docs/adr/0014-what-young-rows-cost.md).
ALTER TABLE tool_minutes MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
ALTER TABLE latency_minutes MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
ALTER TABLE ledger_minutes MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
ALTER TABLE progress_rows MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
