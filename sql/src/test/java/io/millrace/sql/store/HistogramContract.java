// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code histogram_quantile} beside exact quantiles. */
interface HistogramContract extends StoreTests {
  double RELATIVE_ERROR = 0.03;
  double BUCKETS_PER_DOUBLING = 16;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20, 5_000})
  default void quantile_isCloseToTheExactOne(long count) throws Exception {
    Random random = new Random(count);
    long[] sorted =
        LongStream.generate(() -> (long) Math.exp(20 + 2 * random.nextGaussian()))
            .limit(count)
            .sorted()
            .toArray();

    for (double q : new double[] {0, 0.05, 0.5, 0.9, 0.99, 1}) {
      double exact = sorted[(int) Math.max(0, Math.ceil(q * count) - 1)];

      assertThat(quantile(histogramOf(sorted), q))
          .as("q = %s of %s values, seed %s", q, count, count)
          .isCloseTo(exact, within(exact * RELATIVE_ERROR));
    }
  }

  @Test
  default void quantile_ofNothingIsNan() throws Exception {
    assertThat(quantile(Map.of(), 0.5)).isNaN();
    assertThat(quantile(Map.of(5, 0L), 0.5)).isNaN();
  }

  @Test
  default void quantile_knowsTheZeroBucket() throws Exception {
    Map<Integer, Long> mostlyZero = new TreeMap<>(Map.of(-1, 9L, 160, 1L));

    assertThat(quantile(mostlyZero, 0.9)).isZero();
    assertThat(quantile(mostlyZero, 1)).isCloseTo(1024, within(1024 * RELATIVE_ERROR));
  }

  @Test
  default void quantile_isReadFromMergedMinutes() throws Exception {
    store()
        .insert(
            SampleRows.tools(GEN, "quantile-1", 1, 3, 1),
            SampleRows.tools(GEN, "quantile-2", 1, 4, 1));

    assertThat(
            store()
                .tsv(
                    "SELECT round(histogram_quantile(sumMap(duration_histogram), 0.5), 3)"
                        + " FROM tool_calls_1m WHERE workspace LIKE 'quantile-%'"))
        .isEqualTo("77.776\n");
  }

  private double quantile(Map<Integer, Long> histogram, double q) throws Exception {
    String buckets =
        histogram.entrySet().stream()
            .map(bucket -> bucket.getKey() + ":" + bucket.getValue())
            .collect(joining(",", "{", "}"));
    List<Map<String, Object>> rows =
        store()
            .reader()
            .query(
                "SELECT histogram_quantile({h:Map(Int16, Int64)}, {q:Float64}) AS quantile",
                Map.of("h", buckets, "q", q));
    return (Double) rows.get(0).get("quantile");
  }

  private static Map<Integer, Long> histogramOf(long[] values) {
    Map<Integer, Long> histogram = new TreeMap<>();
    for (long value : values) {
      histogram.merge(bucketOf(value), 1L, Long::sum);
    }
    return histogram;
  }

  /** The i with 2^(i/16) <= value < 2^((i+1)/16). */
  private static int bucketOf(long value) {
    int bucket = (int) (Math.log((double) value) / Math.log(2) * BUCKETS_PER_DOUBLING);
    while (Math.pow(2, bucket / BUCKETS_PER_DOUBLING) > (double) value) {
      bucket--;
    }
    while (Math.pow(2, (bucket + 1) / BUCKETS_PER_DOUBLING) <= (double) value) {
      bucket++;
    }
    return bucket;
  }
}
