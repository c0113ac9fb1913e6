-- Ten parts of a size become one, not five: each byte of content, which is most of what is stored, is written by merges half as often
-- (docs/adr/0014-what-young-rows-cost.md).
ALTER TABLE span_content_rows MODIFY SETTING min_parts_to_merge_at_once = 10, merge_selector_base = 10;
