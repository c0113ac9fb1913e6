// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Packs spans into requests, in disorder: each takes spans at random from those that are at hand.
 */
final class FleetRequests implements Iterator<FleetRequest> {
  private static final int SPANS_A_REQUEST = 100;
  private static final int BYTES_A_REQUEST = 2 << 20;

  /** At hand are so many, so a trace is spread over some requests, not over the whole run. */
  private static final int SPANS_AT_HAND = 800;

  private static final int BYTES_AT_HAND = 16 << 20;

  /** A doubled request is sent again at the latest after so many others were doubled. */
  private static final int WAITING_DOUBLES = 16;

  private final FleetPlan plan;
  private final boolean late;
  private final TraceStories stories;
  private final IntConsumer doubled;

  /** Which spans are late must be the same in both passes. */
  private final SplittableRandom lateness;

  private final SplittableRandom order;
  private final List<FleetSpan> atHand = new ArrayList<>();
  private final Deque<FleetRequest> doubles = new ArrayDeque<>();
  private long bytesAtHand;

  FleetRequests(FleetPlan plan, boolean late, TraceStories stories, IntConsumer doubled) {
    this.plan = plan;
    this.late = late;
    this.stories = stories;
    this.doubled = doubled;
    SplittableRandom seeds = new SplittableRandom(~plan.seed());
    this.lateness = seeds.split();
    this.order = seeds.split();
    fill();
  }

  @Override
  public boolean hasNext() {
    return !atHand.isEmpty() || !doubles.isEmpty();
  }

  @Override
  public FleetRequest next() {
    if (atHand.isEmpty() || doubles.size() > WAITING_DOUBLES) {
      FleetRequest again = doubles.poll();
      if (again == null) {
        throw new NoSuchElementException();
      }
      return again;
    }
    FleetRequest request = pack();
    if (order.nextDouble() < plan.doubleShare()) {
      doubles.add(request);
      doubled.accept(request.spans());
    }
    fill();
    return request;
  }

  private void fill() {
    while (atHand.size() < SPANS_AT_HAND && bytesAtHand < BYTES_AT_HAND && stories.hasNext()) {
      for (FleetSpan span : stories.next()) {
        if (lateness.nextDouble() < plan.lateShare() == late) {
          atHand.add(span);
          bytesAtHand += span.bytes();
        }
      }
    }
  }

  private FleetRequest pack() {
    Map<FleetService, ScopeSpans.Builder> byService = new LinkedHashMap<>();
    int spans = 0;
    long bytes = 0;
    while (!atHand.isEmpty() && spans < SPANS_A_REQUEST && bytes < BYTES_A_REQUEST) {
      FleetSpan taken = takeAny();
      byService.computeIfAbsent(taken.service(), FleetRequests::scope).addSpans(taken.span());
      spans++;
      bytes += taken.bytes();
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    byService.forEach(
        (service, scope) ->
            request.addResourceSpans(
                ResourceSpans.newBuilder().setResource(service.resource()).addScopeSpans(scope)));
    return new FleetRequest(request.build().toByteArray(), spans);
  }

  private static ScopeSpans.Builder scope(FleetService service) {
    return ScopeSpans.newBuilder().setScope(service.dialect().scope());
  }

  private FleetSpan takeAny() {
    int index = order.nextInt(atHand.size());
    FleetSpan taken = atHand.get(index);
    FleetSpan last = atHand.remove(atHand.size() - 1);
    if (index < atHand.size()) {
      atHand.set(index, last);
    }
    bytesAtHand -= taken.bytes();
    return taken;
  }
}
