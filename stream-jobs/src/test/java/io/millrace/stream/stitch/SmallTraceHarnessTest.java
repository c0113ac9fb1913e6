// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import org.junit.jupiter.api.Test;

/** A small trace is one record in state, a larger one a summary and its spans. */
class SmallTraceHarnessTest {
  private static final int CACHED_SPANS = 100;
  private static final int MAX_SPANS_TOGETHER = 16;

  @Test
  void upToSixteenSpans_areOneRecordWithTheirTrace() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      arrive(run, 0, MAX_SPANS_TOGETHER);
      run.barrier();
      assertThat(run.stateEntries()).isEqualTo(1);
      arrive(run, MAX_SPANS_TOGETHER, MAX_SPANS_TOGETHER + 1);
      run.barrier();
      assertThat(run.stateEntries()).as("the summary, and the map of the spans").isEqualTo(2);
    }
  }

  @Test
  void traceThatOutgrowsTheRecord_keepsItsSpans() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      arrive(run, 0, 10);
      run.committedBarrier();
      arrive(run, 10, 20);
      run.restart();
      arrive(run, 20, 21);
      run.committedBarrier();
      assertTold(run, 21);
    }
  }

  @Test
  void traceOfFewSpans_thatLieApart_isReadAndLetGoOf() throws Exception {
    try (StitchRun run = new StitchRun(0)) {
      arrive(run, 0, 3);
      run.committedBarrier();
      run.restartWith(CACHED_SPANS);
      assertThat(run.stateEntries()).isEqualTo(2);
      arrive(run, 3, 4);
      run.committedBarrier();
      assertTold(run, 4);
      run.idle();
      assertThat(run.traces().evictedCount()).isEqualTo(1);
      assertThat(run.stateEntries()).as("the tombstone").isEqualTo(1);
    }
  }

  private static void arrive(StitchRun run, int from, int to) throws Exception {
    for (int span = from; span < to; span++) {
      String spanId = String.format("%016x", span + 1);
      run.arrive(Arrivals.of(Facts.span(spanId, "", AgentSpanKind.SPAN, span).build()).build());
    }
  }

  private static void assertTold(StitchRun run, int spans) {
    assertThat(run.committed.spanRows()).hasSize(spans);
    assertThat(run.committed.trace(Facts.TRACE).values()).containsEntry("span_count", (long) spans);
  }
}
