// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

/**
 * One number for which version of each of a trace's spans was told last: a sum, so that a span more
 * or a newer version is one addition. Equal sums: all of it was read, and nothing older.
 */
public final class SpanVersions {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SpanVersions() {}

  /** What one span adds; 0 if it was never told. */
  public static long term(String spanId, long version) {
    return version == 0 ? 0 : mix(mix(spanId.hashCode()) + version);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long h = value + GOLDEN;
    h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
    h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
    return h ^ h >>> 31;
  }
}
