-- histogram_quantile(h, q): the q-quantile of a Map(Int16, Int64) of bucket -> count, nan when it is empty.
-- Bucket i >= 0 holds the integers v with 2^(i/16) <= v < 2^((i+1)/16), bucket -1 holds zero.
-- Inside a bucket of n values the k-th is taken to lie at (k - 1/2)/n of the way, on the scale of the logarithm; a lambda has no
-- variables, so each is the argument of an arrayMap over an array of one.
CREATE OR REPLACE FUNCTION histogram_quantile AS (h, q) -> arrayMap(
    (buckets, counts) -> arrayMap(
        sums -> arrayMap(
            (at, rank) -> multiIf(
                at = 0, nan,
                buckets[at] < 0, 0.,
                exp2((buckets[at] + least(greatest(
                    (rank - (sums[at] - counts[at])) / counts[at],
                    0.5 / counts[at]), 1 - 0.5 / counts[at])) / 16)),
            [arrayFirstIndex(s -> s >= least(greatest(q, 0), 1) * sums[-1], sums)],
            [least(greatest(q, 0), 1) * sums[-1]])[1],
        [arrayCumSum(counts)])[1],
    [arraySort(mapKeys(mapFilter((bucket, n) -> n > 0, h)))],
    [arrayMap(bucket -> h[bucket], arraySort(mapKeys(mapFilter((bucket, n) -> n > 0, h))))])[1];
