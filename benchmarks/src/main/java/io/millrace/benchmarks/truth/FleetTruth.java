// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is true of a fleet: the sum of each measure in each breakdown. Its size depends on how many
 * sessions, users and minutes there are, not on the number of spans.
 */
public final class FleetTruth {
  private static final Map<Measure, Long> NOTHING = Map.of();

  private final Map<Breakdown, Map<String, Map<Measure, Long>>> sums =
      new EnumMap<>(Breakdown.class);

  /**
   * Adds to a measure, in total and wherever it belongs.
   *
   * @param where the key in each breakdown that it has a part in
   */
  public synchronized void add(Map<Breakdown, String> where, Measure measure, long units) {
    add(Breakdown.TOTAL, "", measure, units);
    where.forEach((breakdown, key) -> add(breakdown, key, measure, units));
  }

  /** The sum of a measure over all; money in pico-dollars. */
  public synchronized long total(Measure measure) {
    return of(Breakdown.TOTAL).getOrDefault("", NOTHING).getOrDefault(measure, 0L);
  }

  /** The sums by key. */
  Map<String, Map<Measure, Long>> of(Breakdown breakdown) {
    return sums.getOrDefault(breakdown, Map.of());
  }

  private void add(Breakdown breakdown, String key, Measure measure, long units) {
    sums.computeIfAbsent(breakdown, any -> new TreeMap<>())
        .computeIfAbsent(key, any -> new EnumMap<>(Measure.class))
        .merge(measure, units, Long::sum);
  }
}
