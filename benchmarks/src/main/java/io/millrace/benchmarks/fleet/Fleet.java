// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.millrace.benchmarks.truth.FleetTruth;
import io.millrace.benchmarks.truth.Measure;
import java.util.Iterator;
import java.util.Map;

/**
 * A fleet of agents that speak several dialects. A trace's spans are spread over many requests,
 * children come before their parents, some requests are sent twice, some spans long after the
 * others. Nothing is kept but sums: the late spans are generated a second time from the seed.
 */
public final class Fleet {
  private final FleetPlan plan;
  private final FleetTruth truth = new FleetTruth();

  public Fleet(FleetPlan plan) {
    this.plan = plan;
  }

  /** All but the late spans; to be read once, and before {@link #late}. */
  public Iterator<FleetRequest> onTime() {
    return new FleetRequests(plan, false, new TraceStories(plan, truth), this::countDuplicates);
  }

  /** The late spans; to be read once. */
  public Iterator<FleetRequest> late() {
    TraceStories again = new TraceStories(plan, new FleetTruth());
    return new FleetRequests(plan, true, again, this::countDuplicates);
  }

  /** Complete when the requests have been read to their end. */
  public FleetTruth truth() {
    return truth;
  }

  private void countDuplicates(int spans) {
    truth.add(Map.of(), Measure.DUPLICATE_SPANS, spans);
  }
}
