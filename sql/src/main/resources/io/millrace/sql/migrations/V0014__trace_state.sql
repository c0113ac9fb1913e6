-- What the job must find again when a span comes for a trace that it has let go: see docs/adr.
ALTER TABLE trace_rows ADD COLUMN IF NOT EXISTS state String
    COMMENT 'What the job has told of this trace, Avro; loaded back when an evicted trace gets a span' CODEC(ZSTD(1));
