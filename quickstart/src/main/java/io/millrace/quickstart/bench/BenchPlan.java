// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUpSpans sent before anything is measured
 * @param settle wait between start and the idle measurement
 * @param idle how long nothing is sent
 * @param spans of the throughput run
 * @param spanBytes of a span of the throughput run
 * @param probes traces whose way to SQL is timed
 * @param probeEvery time between two probes
 * @param backgroundSpansPerSecond sent meanwhile
 * @param largeTraceSpans of the one trace beside which other traces' way is timed
 * @param bridgeSpanBytes sizes at which the bridge alone is measured
 * @param bridgeBytes sent at each of them
 */
public record BenchPlan(
    long seed,
    long warmUpSpans,
    Duration settle,
    Duration idle,
    long spans,
    int spanBytes,
    int probes,
    Duration probeEvery,
    long backgroundSpansPerSecond,
    long largeTraceSpans,
    List<Integer> bridgeSpanBytes,
    long bridgeBytes) {
  private static final List<Integer> BRIDGE_SPAN_BYTES = List.of(614, 1_024, 6_144, 51_200);

  /** So many until the compilers of the JVMs have little left to do. */
  private static final long WARM_UP_SPANS = 500_000;

  /**
   * Most of a minute: a shorter run times how a machine's speed comes and goes, and its own end.
   */
  private static final long THROUGHPUT_SPANS = 500_000;

  public BenchPlan {
    bridgeSpanBytes = List.copyOf(bridgeSpanBytes);
  }

  /** Some minutes: figures to write down. */
  public static BenchPlan full(long seed) {
    return new BenchPlan(
        seed,
        WARM_UP_SPANS,
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        THROUGHPUT_SPANS,
        1_024,
        150,
        Duration.ofMillis(230),
        200,
        100_000,
        BRIDGE_SPAN_BYTES,
        256L << 20);
  }

  /** A minute or two: to see that nothing is badly wrong. */
  public static BenchPlan quick(long seed) {
    return new BenchPlan(
        seed,
        2_000,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        20_000,
        1_024,
        30,
        Duration.ofMillis(230),
        200,
        30_000,
        BRIDGE_SPAN_BYTES,
        32L << 20);
  }
}
