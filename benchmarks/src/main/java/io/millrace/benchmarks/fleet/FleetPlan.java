// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import java.time.Instant;

/**
 * What a fleet sends. The same plan gives the same requests and the same truth.
 *
 * @param seed of everything that is random
 * @param spans at least so many: the last trace is whole
 * @param spanBytes of a span as protobuf, filled up with what models and tools were asked and
 *     answered; 0 = only what they say in brief
 * @param lateShare share of the spans that are held back and sent last; 0 to 1
 * @param doubleShare share of the requests that are sent twice; 0 to 1
 * @param start of the first trace; the others start within the half hour after it
 * @param emitterCostFirst whether the emitter's cost goes before the price book's (the setting
 *     cost.precedence)
 */
public record FleetPlan(
    long seed,
    long spans,
    int spanBytes,
    double lateShare,
    double doubleShare,
    Instant start,
    boolean emitterCostFirst) {
  /** Larger ones the bridge refuses by default (bridge.limits.max-span-bytes). */
  private static final int MAX_SPAN_BYTES = 4 << 20;

  public FleetPlan {
    require(spans > 0, "spans", "greater than 0", spans);
    require(spanBytes >= 0 && spanBytes <= MAX_SPAN_BYTES, "spanBytes", "0 to 4 MiB", spanBytes);
    require(lateShare >= 0 && lateShare <= 1, "lateShare", "0 to 1", lateShare);
    require(doubleShare >= 0 && doubleShare <= 1, "doubleShare", "0 to 1", doubleShare);
  }

  /** Brief spans, none late, every twentieth request twice. */
  public static FleetPlan of(long seed, long spans, Instant start) {
    return new FleetPlan(seed, spans, 0, 0, 0.05, start, false);
  }

  private static void require(boolean kept, String name, String rule, Object value) {
    if (!kept) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but is " + value);
    }
  }
}
