// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationBucketsTest {
  @Test
  void index_ofZeroAndBelow_isTheZeroBucket() {
    assertThat(DurationBuckets.index(0)).isEqualTo(DurationBuckets.ZERO);
    assertThat(DurationBuckets.index(-5)).isEqualTo(DurationBuckets.ZERO);
  }

  @Test
  void index_ofPowersOfTwo_startsADoubling() {
    for (int exponent = 0; exponent < 63; exponent++) {
      assertThat(DurationBuckets.index(1L << exponent)).isEqualTo(16 * exponent);
      if (exponent > 6) {
        assertThat(DurationBuckets.index((1L << exponent) - 1)).isEqualTo(16 * exponent - 1);
      }
    }
    assertThat(DurationBuckets.index(Long.MAX_VALUE)).isEqualTo(16 * 62 + 15);
  }

  @Test
  void index_ofAnyValue_namesTheBucketThatHoldsIt() {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long nanos = 1 + (random.nextLong() >>> (1 + random.nextInt(62)));
      int index = DurationBuckets.index(nanos);
      double slack = 1e-9;
      assertThat(Math.pow(2, index / 16.0) * (1 - slack))
          .as("seed %d, %d", seed, nanos)
          .isLessThanOrEqualTo((double) nanos);
      assertThat(Math.pow(2, (index + 1) / 16.0) * (1 + slack)).isGreaterThan((double) nanos);
    }
  }
}
