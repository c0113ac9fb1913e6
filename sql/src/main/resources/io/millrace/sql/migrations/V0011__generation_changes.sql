-- What becomes of a generation beside its being shown, which `generations` alone says: the newest row of each holds.
CREATE TABLE IF NOT EXISTS generation_changes
(
    gen UInt32,
    state Enum8('replaying' = 1, 'abandoned' = 2, 'dropped' = 3),
    reason String,
    from_what_is_left Bool COMMENT 'Asked for though the log had lost its beginning',
    changed_time DateTime64(9, 'UTC') DEFAULT now64(9)
)
ENGINE = ReplacingMergeTree(changed_time)
ORDER BY gen
COMMENT 'Behind the view generation_states';

CREATE OR REPLACE VIEW generation_states
(
    gen UInt32 COMMENT 'Generation of the rows of all tables',
    state String COMMENT 'current: the views show it; replaying: is being read from the log; superseded: was current; abandoned; dropped: its rows are gone',
    reason String COMMENT 'Why it was abandoned',
    from_what_is_left Bool COMMENT 'It was read from a log that had lost its beginning, and may lack spans that others have',
    since DateTime64(9, 'UTC') COMMENT 'When it entered that state, or became current for the last time before it'
)
AS SELECT
    gen,
    multiIf(gen = (SELECT gen FROM current_generation), 'current', changed != 'replaying' AND changed != '', changed,
        shown, 'superseded', 'replaying') AS state,
    why AS reason,
    left_only AS from_what_is_left,
    time AS since
FROM
(
    SELECT
        gen,
        argMax(change, (change != '', at)) AS changed,
        argMax(because, (change != '', at)) AS why,
        max(left_over) AS left_only,
        max(change = '') AS shown,
        max(at) AS time
    FROM
    (
        SELECT gen, '' AS change, '' AS because, false AS left_over, switched_time AS at FROM generations
        UNION ALL
        SELECT c.gen, toString(c.state), c.reason, c.from_what_is_left, c.changed_time FROM generation_changes AS c FINAL
    )
    GROUP BY gen
)
COMMENT 'One row a generation: which the views show, which is coming, which are no more';
