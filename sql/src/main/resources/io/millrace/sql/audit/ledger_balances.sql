-- In each minute published = first seen + duplicate + dropped by policy + dead-lettered
SELECT workspace, concat(signal, ' received in ', toString(minute)) AS item, toString(published) AS expected,
    toString(first_seen + duplicate + dropped_by_policy + dead_lettered) AS found
FROM ledger_1m
WHERE published != first_seen + duplicate + dropped_by_policy + dead_lettered
