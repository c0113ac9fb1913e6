// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import java.time.Duration;
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
 * @param start of the first trace
 * @param lasting the time within which all traces start; from 1 ns
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
    Duration lasting,
    boolean emitterCostFirst) {
  /** Larger ones the bridge refuses by default (bridge.limits.max-span-bytes). */
  private static final int MAX_SPAN_BYTES = 4 << 20;

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  public FleetPlan {
    require(spans > 0, "spans", "greater than 0", spans);
    require(spanBytes >= 0 && spanBytes <= MAX_SPAN_BYTES, "spanBytes", "0 to 4 MiB", spanBytes);
    require(lateShare >= 0 && lateShare <= 1, "lateShare", "0 to 1", lateShare);
    require(doubleShare >= 0 && doubleShare <= 1, "doubleShare", "0 to 1", doubleShare);
    require(lasting.toNanos() > 0, "lasting", "from 1 ns", lasting);
  }

  /** Of half an hour. */
  public FleetPlan(
      long seed,
      long spans,
      int spanBytes,
      double lateShare,
      double doubleShare,
      Instant start,
      boolean emitterCostFirst) {
    this(seed, spans, spanBytes, lateShare, doubleShare, start, HALF_AN_HOUR, emitterCostFirst);
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
