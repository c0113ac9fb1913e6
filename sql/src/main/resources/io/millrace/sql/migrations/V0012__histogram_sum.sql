-- histogram_sum(h): the sum of the values of a Map(Int16, Int64) of bucket -> count, each taken to lie in the middle of its bucket on the
-- scale of the logarithm: right to 2 %. Buckets are those of histogram_quantile.
CREATE OR REPLACE FUNCTION histogram_sum AS h -> arraySum(
    (bucket, n) -> n * if(bucket < 0, 0., exp2((bucket + 0.5) / 16)),
    mapKeys(h),
    mapValues(h));
