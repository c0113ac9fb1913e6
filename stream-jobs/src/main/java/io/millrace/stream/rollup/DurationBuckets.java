// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import java.math.BigInteger;

/**
 * Bucket indexes of the histograms: base-2 exponential at scale 4 (16 buckets a doubling, relative
 * error about 2 %), as OpenTelemetry's exponential histogram, by integer arithmetic only, so that
 * every machine finds the same bucket. Bucket i holds values v with 2^(i/16) &lt;= v &lt;
 * 2^((i+1)/16).
 */
public final class DurationBuckets {
  /** The bucket of 0 (and of anything below, which no duration is). */
  public static final int ZERO = -1;

  private static final int BUCKETS_PER_DOUBLING = 16;

  /** ceil(2^(62 + k/16)): where within a doubling bucket k begins, for values scaled to 63 bits. */
  private static final long[] BOUNDS = bounds();

  private DurationBuckets() {}

  /** The bucket of a duration in nanoseconds: {@link #ZERO}, or 0 to 1007. */
  public static int index(long nanos) {
    if (nanos <= 0) {
      return ZERO;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    long scaled = nanos << (62 - exponent);
    int bucket = BUCKETS_PER_DOUBLING - 1;
    while (scaled < BOUNDS[bucket]) {
      bucket--;
    }
    return exponent * BUCKETS_PER_DOUBLING + bucket;
  }

  private static long[] bounds() {
    long[] bounds = new long[BUCKETS_PER_DOUBLING];
    for (int k = 0; k < BUCKETS_PER_DOUBLING; k++) {
      // 2^(62 + k/16) is the 16th root of this
      BigInteger value = BigInteger.TWO.pow(BUCKETS_PER_DOUBLING * 62 + k);
      bounds[k] = ceilRoot16(value);
    }
    return bounds;
  }

  /** Four nested floors of square roots are the floor of the 16th root. */
  private static long ceilRoot16(BigInteger value) {
    BigInteger root = value;
    for (int i = 0; i < 4; i++) {
      root = root.sqrt();
    }
    return root.pow(BUCKETS_PER_DOUBLING).equals(value)
        ? root.longValueExact()
        : root.longValueExact() + 1;
  }
}
