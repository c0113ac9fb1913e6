// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.benchmarks.truth.Measure;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a fleet sends is what its plan says, and what its truth counts. */
class FleetTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final long SEED = 7;

  @Test
  void plan_givesTheSameRequestsAgain() {
    assertThat(bodies(new Fleet(plan(0, 0, 0.2)).onTime()))
        .isEqualTo(bodies(new Fleet(plan(0, 0, 0.2)).onTime()));
  }

  @Test
  void seed_givesOtherRequests() {
    assertThat(bodies(new Fleet(FleetPlan.of(1, 500, START)).onTime()))
        .doesNotContainAnyElementsOf(bodies(new Fleet(FleetPlan.of(2, 500, START)).onTime()));
  }

  @Test
  void truth_countsTheSpansThatAreSent() throws Exception {
    Fleet fleet = new Fleet(plan(0, 0.1, 0.3));

    List<Span> onTime = spans(fleet.onTime());
    List<Span> late = spans(fleet.late());

    Set<ByteString> ids = new HashSet<>();
    onTime.forEach(span -> ids.add(span.getSpanId()));
    long onTimeIds = ids.size();
    late.forEach(span -> ids.add(span.getSpanId()));
    assertThat(ids).hasSize((int) fleet.truth().total(Measure.SPANS));
    assertThat(onTime.size() + late.size() - ids.size())
        .isEqualTo((int) fleet.truth().total(Measure.DUPLICATE_SPANS));
    assertThat(fleet.truth().total(Measure.SPANS)).isBetween(5_000L, 5_050L);
    // each span is late or not, never both
    assertThat((double) onTimeIds / ids.size()).isCloseTo(0.9, within(0.02));
    Set<ByteString> both = new HashSet<>();
    onTime.forEach(span -> both.add(span.getSpanId()));
    both.retainAll(late.stream().map(Span::getSpanId).toList());
    assertThat(both).isEmpty();
  }

  @Test
  void size_isThatOfEachSpan() throws Exception {
    for (int bytes : new int[] {1_024, 6_000, 50_000}) {
      List<Span> spans =
          spans(new Fleet(new FleetPlan(SEED, 100, bytes, 0, 0, START, false)).onTime());

      assertThat(spans.stream().mapToInt(Span::getSerializedSize).average().orElseThrow())
          .isCloseTo(bytes, within(bytes * 0.15));
    }
  }

  @Test
  void rule_thatIsBroken_isNamed() {
    assertThatThrownBy(() -> plan(0, 1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lateShare must be 0 to 1, but is 1.5");
    assertThatThrownBy(() -> new FleetPlan(1, 0, 0, 0, 0, START, false))
        .hasMessage("spans must be greater than 0, but is 0");
  }

  private static FleetPlan plan(int spanBytes, double late, double doubled) {
    return new FleetPlan(SEED, 5_000, spanBytes, late, doubled, START, false);
  }

  private static List<ByteString> bodies(Iterator<FleetRequest> requests) {
    List<ByteString> bodies = new ArrayList<>();
    requests.forEachRemaining(request -> bodies.add(ByteString.copyFrom(request.body())));
    return bodies;
  }

  private static List<Span> spans(Iterator<FleetRequest> requests)
      throws InvalidProtocolBufferException {
    List<Span> spans = new ArrayList<>();
    for (ByteString body : bodies(requests)) {
      ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
    }
    return spans;
  }
}
