// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A trace that nothing comes for leaves the state, and comes back as it was. */
class EvictionHarnessTest {
  private static final int IN_MEMORY = 100;

  @Test
  void idleTraces_leaveTombstonesAndNothingElse() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      for (int trace = 0; trace < 5; trace++) {
        run.arrive(arrival(trace, "01", 100));
        run.arrive(arrival(trace, "02", 100));
      }
      run.idle();
      assertThat(run.traces().evictedCount()).isEqualTo(5);
      assertThat(run.traces().cachedSpans()).isZero();
      assertThat(run.stateEntries()).as("tombstones").isEqualTo(5);
      assertThat(run.timers()).isZero();
    }
  }

  @Test
  void trace_staysUntilTwoCheckpointsHaveCompleted() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      run.arrive(arrival(0, "01", 100));
      run.barrier();
      run.pause(StitchRun.IDLE.multipliedBy(2));
      assertThat(run.traces().evictedCount()).isZero();
      run.barrier();
      run.pause(StitchRun.IDLE.multipliedBy(2));
      assertThat(run.traces().evictedCount()).isEqualTo(1);
    }
  }

  @Test
  void traceToWhichSpansCome_stays() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      for (int span = 10; span < 20; span++) {
        run.arrive(arrival(0, Integer.toString(span), 1));
        run.barrier();
        run.pause(StitchRun.IDLE.multipliedBy(3).dividedBy(4));
      }
      assertThat(run.traces().evictedCount()).isZero();
      assertThat(run.timers()).isEqualTo(1);
    }
  }

  @Test
  void lateSpan_movesOnlyWhatItMust() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      run.arrive(arrival(0, "01", 100));
      run.arrive(arrival(0, "02", 100));
      run.idle();
      run.committed.commit();
      run.deltas.clear();

      run.arrive(arrival(0, "03", 7));
      run.committedBarrier();
      assertThat(run.committed.newestSpans(trace(0))).as("rows told").containsExactly(id("03"));
      List<MinuteCell> usage =
          run.summed().stream().filter(cell -> cell.getTable() == RollUpTable.USAGE).toList();
      assertThat(usage).hasSize(1);
      assertThat(usage.get(0).getSums().get(0)).as("calls").isEqualTo(1);
      assertThat(usage.get(0).getSums().get(2)).as("input tokens").isEqualTo(7);
      assertThat(run.committed.trace(trace(0)).values()).containsEntry("span_count", 3L);
    }
  }

  @Test
  void correctedSpan_takesBackExactlyWhatItSaid_afterEvictionToo() throws Exception {
    for (boolean evicted : new boolean[] {false, true}) {
      try (StitchRun run = new StitchRun(IN_MEMORY)) {
        run.arrive(arrival(0, "01", 100));
        run.arrive(arrival(0, "02", 50));
        if (evicted) {
          run.idle();
        }
        run.committedBarrier();
        run.deltas.clear();

        SpanArrival corrected = arrival(0, "02", 60);
        corrected = Arrivals.changed(corrected, fact -> fact.setRank(9));
        corrected = Arrivals.changed(corrected, fact -> fact.setUserId("u1"));
        corrected = Arrivals.changed(corrected, fact -> fact.setRequestModel("gpt-4o"));
        corrected =
            Arrivals.changed(
                corrected, fact -> fact.setStartTimeUnixNano(Facts.T0 + 60 * Facts.SECOND));
        corrected =
            Arrivals.changed(
                corrected, fact -> fact.setEndTimeUnixNano(Facts.T0 + 61 * Facts.SECOND));
        run.arrive(corrected);
        run.committedBarrier();

        long minute = Facts.T0 / Facts.SECOND;
        assertThat(run.summed().stream().filter(c -> c.getTable() == RollUpTable.USAGE))
            .as("evicted: %s", evicted)
            .extracting(
                cell -> cell.getMinuteUnixSeconds() - minute,
                cell -> cell.getDimensions().get(4),
                cell -> cell.getDimensions().get(6),
                cell -> cell.getSums().get(0),
                cell -> cell.getSums().get(2))
            .containsExactlyInAnyOrder(
                // the only user of the trace is now the other call's too
                tuple(0L, "", "gpt-4o-mini", -2L, -150L),
                tuple(0L, "u1", "gpt-4o-mini", 1L, 100L),
                tuple(60L, "u1", "gpt-4o", 1L, 60L));
      }
    }
  }

  @Test
  void repeatedSpanOfAnEvictedTrace_isADuplicate_andChangesNothing() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      run.arrive(arrival(0, "01", 100));
      run.idle();
      run.committed.commit();
      long version = run.committed.trace(trace(0)).version();
      run.deltas.clear();

      run.arrive(arrival(0, "01", 100));
      run.committedBarrier();
      assertThat(run.committed.trace(trace(0)).version()).isEqualTo(version);
      assertThat(run.summed()).extracting(MinuteCell::getTable).containsOnly(RollUpTable.LEDGER);
      assertThat(run.summed().get(0).getSums().get(2)).as("duplicates").isEqualTo(1);

      run.idle();
      assertThat(run.traces().evictedCount()).as("goes again").isEqualTo(2);
      assertThat(run.stateEntries()).isEqualTo(1);
      assertThat(run.timers()).isZero();
    }
  }

  @Test
  void restartAfterEviction_remembersIt() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      run.arrive(arrival(0, "01", 100));
      run.idle();
      run.restart();
      run.arrive(arrival(0, "02", 1));
      run.settle();
      assertThat(run.committed.trace(trace(0)).values())
          .containsEntry("span_count", 2L)
          .containsEntry("input_tokens", 101L);
    }
  }

  @Test
  void tombstone_isForgottenWithTheRawLog() throws Exception {
    try (StitchRun run = new StitchRun(IN_MEMORY)) {
      run.arrive(arrival(0, "01", 100));
      run.idle();
      run.pause(Duration.ofDays(31));
      run.arrive(arrival(0, "01", 100));
      run.settle();
      assertThat(run.committed.trace(trace(0)).values()).containsEntry("span_count", 1L);
      assertThat(run.traces().loadCount()).isZero();
    }
  }

  @Test
  void largeTrace_waitsInProportionToItsSize_andIsToldInTheEnd() throws Exception {
    int spans = 50;
    try (StitchRun run = new StitchRun(IN_MEMORY, 5)) {
      for (int span = 10; span < 10 + spans; span++) {
        run.arrive(arrival(0, Integer.toString(span), 1));
      }
      run.committedBarrier();
      run.arrive(arrival(0, "01", 1));
      run.arrive(arrival(1, "01", 1));
      run.pause(Duration.ofSeconds(9));
      run.committedBarrier();
      assertThat(run.committed.trace(trace(0)).values()).containsEntry("span_count", 50L);
      assertThat(run.committed.trace(trace(1)).values()).containsEntry("span_count", 1L);

      run.restart();
      run.pause(Duration.ofSeconds(2));
      run.committedBarrier();
      assertThat(run.committed.trace(trace(0)).values()).containsEntry("span_count", 51L);
    }
  }

  private static String trace(int number) {
    return String.format("%032x", number + 1);
  }

  private static String id(String span) {
    return "00000000000000" + span;
  }

  private static SpanArrival arrival(int trace, String span, long inputTokens) {
    return Arrivals.of(
            Facts.span(id(span), "", AgentSpanKind.LLM, 0)
                .setProvider("openai")
                .setRequestModel("gpt-4o-mini")
                .setInputTokens(inputTokens)
                .setOutputTokens(1L)
                .build())
        .setTraceId(trace(trace))
        .build();
  }
}
