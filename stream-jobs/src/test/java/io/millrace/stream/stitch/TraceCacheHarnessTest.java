// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stitcher keeps in memory is bounded, and makes no difference but to its cost. */
class TraceCacheHarnessTest {
  private static final int BOUND = 4;

  @Test
  void cache_keepsToItsBound() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      for (int trace = 0; trace < 10; trace++) {
        run.arrive(arrival(trace, "01"));
        run.arrive(arrival(trace, "02"));
      }
      assertThat(run.traces().cachedSpans()).isEqualTo(BOUND);
      assertThat(run.traces().cacheEvictionCount()).isEqualTo(8);
    }
  }

  @Test
  void tracesThatOnlyRestHasNamed_keepToTheBoundToo() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      for (int trace = 0; trace < 10; trace++) {
        run.arrive(tagged(trace));
      }
      run.committedBarrier();
      assertThat(run.traces().cachedTraces()).isBetween(1, BOUND);
    }
  }

  @Test
  void traceLargerThanTheBound_isKeptWhileItIsInUse() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      for (int span = 10; span < 20; span++) {
        run.arrive(arrival(0, Integer.toString(span)));
      }
      assertThat(run.traces().cachedSpans()).isEqualTo(10);
      run.arrive(arrival(1, "01"));
      assertThat(run.traces().cachedSpans()).isEqualTo(1);
    }
  }

  @Test
  void traceWhoseRootHasNotCome_isNotReadFromState() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      run.arrive(child(0, "02", "01"));
      run.barrier();
      run.arrive(child(0, "03", "01"));
      run.barrier();
      assertThat(run.traces().loadCount()).isZero();
    }
  }

  @Test
  void traceOfWhichNoMoreIsExpected_leavesTheMemoryOnce() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      run.arrive(arrival(0, "01"));
      assertThat(run.traces().cachedTraces()).isEqualTo(1);
      run.committedBarrier();
      assertThat(run.traces().cachedTraces()).isZero();
      assertThat(run.traces().cachedSpans()).isZero();

      run.arrive(child(0, "02", "01"));
      run.committedBarrier();
      assertThat(run.committed.spanRows()).containsOnlyKeys("0000000000000001", "0000000000000002");
      assertThat(run.traces().cachedTraces()).as("it got more").isEqualTo(1);
    }
  }

  @Test
  void beyondTheBound_onlyTheExcessIsReadFromStateAtABarrier() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      for (int trace = 0; trace < BOUND + 2; trace++) {
        run.arrive(arrival(trace, "01"));
      }
      run.barrier();
      assertThat(run.traces().loadCount()).isEqualTo(2);
    }
  }

  @Test
  void traceEvictedBeforeItWasTold_isToldWhole() throws Exception {
    try (StitchRun run = new StitchRun(0)) {
      run.arrive(arrival(0, "01"));
      run.arrive(arrival(1, "01"));
      run.arrive(arrival(0, "02"));
      run.committedBarrier();
      assertThat(run.committed.spanRows()).containsOnlyKeys("0000000000000001", "0000000000000002");
      assertThat(run.traces().loadCount()).isPositive();
    }
  }

  @Test
  void restart_tellsNothingThatWasTold() throws Exception {
    try (StitchRun run = new StitchRun(BOUND)) {
      run.arrive(arrival(0, "01"));
      run.restart();
      run.committed.commit();
      run.committed.clearSpans();
      run.arrive(arrival(0, "02"));
      run.committedBarrier();
      assertThat(run.committed.spanRows()).containsOnlyKeys("0000000000000002");
    }
  }

  private static SpanArrival arrival(int trace, String span) {
    return arrival(trace, Facts.span("00000000000000" + span, "", AgentSpanKind.SPAN, 0));
  }

  private static SpanArrival child(int trace, String span, String parent) {
    return arrival(
        trace,
        Facts.span("00000000000000" + span, "00000000000000" + parent, AgentSpanKind.SPAN, 0));
  }

  private static SpanArrival arrival(int trace, SpanFact.Builder fact) {
    return Arrivals.of(fact.build()).setTraceId("%032x".formatted(trace + 1)).build();
  }

  private static SpanArrival tagged(int trace) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId("%032x".formatted(trace + 1))
        .setCommand(
            TraceCommand.newBuilder().setTags(List.of(new TagChange("team", "a", 1L))).build())
        .build();
  }
}
