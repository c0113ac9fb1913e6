// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AvroTrust;
import io.millrace.stream.PriceFiles;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What REST says, and what a call cost, of traces that are let go of and come back. */
class EvictedNotesHarnessTest {
  static {
    AvroTrust.grant();
  }

  private static final int CACHED_SPANS = 100;

  /** 10 input and 20 output tokens at a dollar each per million. */
  private static final long AT_A_DOLLAR = 30_000_000L;

  private static final SpanArrival DELETE =
      command(TraceCommand.newBuilder().setDeletes(true).build());

  @Test
  void deletedTrace_isLetGoOf_andComesBackDeleted() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(call("01", 0));
      run.arrive(DELETE);
      letGo(run);
      assertThat(run.traces().evictedCount()).isEqualTo(1);

      run.arrive(call("01", 0));
      run.arrive(call("02", 0));
      run.committedBarrier();

      assertThat(run.committed.trace(Facts.TRACE)).isNull();
      assertThat(run.committed.spanRows()).isEmpty();
      assertThat(run.committed.deletedFacts()).containsOnlyKeys(id("01"), id("02"));
      assertThat(minutes(run)).isEmpty();
      assertThat(ledgerSum(run, 1)).as("first seen").isEqualTo(2);
      assertThat(ledgerSum(run, 2)).as("duplicates").isEqualTo(1);
      assertThat(ledgerSum(run, 5)).as("deleted").isEqualTo(2);
    }
  }

  @Test
  void traceOfWhichOnlyTheDeleteCame_isLetGoOf_andItsSpansAreDeleted() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(DELETE);
      letGo(run);
      assertThat(run.traces().evictedCount()).isEqualTo(1);
      assertThat(run.timers()).isZero();

      run.arrive(call("01", 0));
      run.committedBarrier();
      assertThat(run.committed.spanRows()).isEmpty();
      assertThat(minutes(run)).isEmpty();
      assertThat(ledgerSum(run, 5)).as("deleted").isEqualTo(1);
    }
  }

  @Test
  void delete_reachesATraceThatWasLetGoOf() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(call("01", 0));
      letGo(run);
      run.arrive(DELETE);
      run.committedBarrier();
      assertThat(run.committed.trace(Facts.TRACE)).isNull();
      assertThat(minutes(run)).isEmpty();
    }
  }

  /** Whose the deleted span is, as its last version tells, is known when the trace comes back. */
  @Test
  void correctionOfADeletedSpan_isKnownAfterEviction() throws Exception {
    for (boolean evicted : new boolean[] {false, true}) {
      try (StitchRun run = new StitchRun(CACHED_SPANS)) {
        SpanArrival parent = call("01", 0);
        parent = Arrivals.changed(parent, fact -> fact.setSessionId("s"));
        run.arrive(parent);
        run.arrive(call("09", 90));
        DeletedPart all = new DeletedPart("s", "", Facts.T0 + 10 * Facts.SECOND);
        run.arrive(command(TraceCommand.newBuilder().setDeletedParts(List.of(all)).build()));
        run.committedBarrier();

        SpanArrival corrected = call("01", 0);
        corrected = Arrivals.changed(corrected, fact -> fact.setRank(9));
        corrected = Arrivals.changed(corrected, fact -> fact.setUserId("u"));
        run.arrive(corrected);
        run.committedBarrier();
        if (evicted) {
          letGo(run);
        }
        SpanArrival child = call("02", 1);
        child = Arrivals.changed(child, fact -> fact.setParentSpanId(id("01")));
        run.arrive(child);
        run.committedBarrier();
        assertThat(run.committed.spanRows().keySet())
            .as("evicted: %s", evicted)
            .containsExactlyInAnyOrder(id("02"), id("09"));
        assertThat(ledgerSum(run, 5)).as("deleted").isEqualTo(1);
      }
    }
  }

  @Test
  void tagAndPrice_outliveEviction() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(call("01", 0));
      letGo(run);
      run.arrive(
          command(
              TraceCommand.newBuilder()
                  .setTags(List.of(new TagChange("stage", "new", 1L)))
                  .setRepricing(new Repricing(prices("1"), 1L))
                  .build()));
      letGo(run);
      run.arrive(call("02", 0));
      run.committedBarrier();
      Map<String, Object> trace = run.committed.trace(Facts.TRACE).values();
      assertThat(trace.get("tags")).hasToString("{stage=new}");
      assertThat(costPicoUsd(run)).isEqualTo(2 * AT_A_DOLLAR);
    }
  }

  @Test
  void tagOfATraceWhoseSpansNeverCame_isForgottenWhenTheyCannotComeAnyMore() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(tags("stage"));
      run.committedBarrier();
      run.arrive(tags("team"));
      run.committedBarrier();
      assertThat(run.stateEntries()).isPositive();

      run.pause(Duration.ofDays(30));

      assertThat(run.stateEntries()).isZero();
      assertThat(run.timers()).isZero();
      run.arrive(call("01", 0));
      run.committedBarrier();
      assertThat(run.committed.trace(Facts.TRACE).values().get("tags")).hasToString("{}");
    }
  }

  @Test
  void tagBeforeItsTrace_staysWithIt() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(tags("stage"));
      run.committedBarrier();
      run.pause(Duration.ofDays(29));
      run.arrive(call("01", 0));
      run.committedBarrier();
      run.pause(Duration.ofDays(2));
      run.arrive(call("02", 0));
      run.committedBarrier();

      assertThat(run.committed.trace(Facts.TRACE).values().get("tags")).hasToString("{stage=new}");
    }
  }

  @Test
  void tagsBeyondTheLimit_areNotHeld() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(call("01", 0));
      for (String key : List.of("c", "b", "a", "c")) {
        run.arrive(tags(key));
      }
      run.committedBarrier();

      assertThat(run.committed.trace(Facts.TRACE).values().get("tags"))
          .hasToString("{a=new, b=new}");
    }
  }

  private static SpanArrival tags(String key) {
    return command(
        TraceCommand.newBuilder().setTags(List.of(new TagChange(key, "new", 1L))).build());
  }

  @Test
  void newerBook_hasNoSayInWhatWasToldBefore() throws Exception {
    for (boolean evicted : new boolean[] {false, true}) {
      try (StitchRun run = new StitchRun(CACHED_SPANS)) {
        run.restartWith(new PriceFiles(prices("1"), ""));
        run.arrive(call("01", 0));
        SpanArrival unpriced = call("03", 0);
        unpriced = Arrivals.changed(unpriced, fact -> fact.setRequestModel("nobody-knows-1"));
        run.arrive(unpriced);
        run.committedBarrier();
        assertThat(costPicoUsd(run)).isEqualTo(AT_A_DOLLAR);

        String newer = prices("7") + "\n" + prices("7").replace("gpt-4o-mini", "nobody-knows-1");
        run.restartWith(new PriceFiles(newer, ""));
        if (evicted) {
          letGo(run);
        }
        run.arrive(call("02", 0));
        run.committedBarrier();
        assertThat(costPicoUsd(run)).as("evicted: %s", evicted).isEqualTo(8 * AT_A_DOLLAR);

        SpanArrival corrected = call("01", 0);
        corrected = Arrivals.changed(corrected, fact -> fact.setRank(9));
        corrected = Arrivals.changed(corrected, fact -> fact.setInputTokens(40L));
        run.arrive(corrected);
        run.committedBarrier();
        assertThat(costPicoUsd(run)).as("another call").isEqualTo(3 * 7 * AT_A_DOLLAR);

        run.arrive(command(TraceCommand.newBuilder().setRepricing(new Repricing("", 1L)).build()));
        run.committedBarrier();
        assertThat(costPicoUsd(run)).as("repriced").isEqualTo(4 * 7 * AT_A_DOLLAR);
      }
    }
  }

  private static String prices(String usdPerMillion) {
    return "- {model: gpt-4o-mini, usd_per_million_tokens: {input: %1$s, output: %1$s}}"
        .formatted(usdPerMillion);
  }

  /** All that is there is committed, and then let go of. */
  private static void letGo(StitchRun run) throws Exception {
    run.idle();
    run.committed.commit();
  }

  private static List<MinuteCell> minutes(StitchRun run) {
    return run.summed().stream().filter(cell -> cell.getTable() != RollUpTable.LEDGER).toList();
  }

  private static long ledgerSum(StitchRun run, int column) {
    return MinuteCells.sumByKey(run.deltas).stream()
        .filter(cell -> cell.getTable() == RollUpTable.LEDGER)
        .mapToLong(cell -> cell.getSums().get(column))
        .sum();
  }

  /** Micro-dollars and the rest, over all minutes. */
  private static long costPicoUsd(StitchRun run) {
    return minutes(run).stream()
        .filter(cell -> cell.getTable() == RollUpTable.USAGE)
        .mapToLong(cell -> cell.getSums().get(7) * 1_000_000 + cell.getSums().get(8))
        .sum();
  }

  private static SpanArrival call(String span, int second) {
    return Arrivals.of(Facts.llm(id(span), "", second, 10, 20).setResponseId(span).build()).build();
  }

  private static String id(String span) {
    return "00000000000000" + span;
  }

  private static SpanArrival command(TraceCommand command) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId(Facts.TRACE)
        .setCommand(command)
        .build();
  }
}
