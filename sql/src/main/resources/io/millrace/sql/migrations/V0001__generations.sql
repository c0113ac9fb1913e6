-- Which generation of rows the views show: that of the newest row. One insert switches all views.
CREATE TABLE IF NOT EXISTS generations
(
    gen UInt32 COMMENT 'The generation that the views show from switched_time on',
    switched_time DateTime64(9, 'UTC') DEFAULT now64(9) COMMENT 'When it took over'
)
ENGINE = MergeTree
ORDER BY (switched_time, gen)
COMMENT 'Switches of the generation that the views show';

-- Guarded, because a migration that was cut off is run again.
INSERT INTO generations (gen) SELECT 1 WHERE (SELECT count() FROM generations) = 0;

CREATE OR REPLACE VIEW current_generation (gen UInt32 COMMENT 'The generation that the views show')
AS SELECT argMax(gen, (switched_time, gen)) AS gen FROM generations
COMMENT 'One row: the generation that the views show';
