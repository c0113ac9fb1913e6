// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.price.PriceBook;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceTexts;
import io.millrace.stream.trace.CostPrecedence;
import io.millrace.stream.trace.Facts;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceGenerator;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any order, repetition, split by barriers and restart tells the same in the end. */
class StitchPropertyTest {
  private static final int TRACES_PER_SEED = 20;

  /** None but the trace in use, some, all. */
  private static final int[] CACHE_BOUNDS = {0, 5, 1_000};

  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyOrder_tellsTheSame(long seed) throws Exception {
    for (int i = 0; i < TRACES_PER_SEED; i++) {
      check(seed * 1_000 + i);
    }
  }

  private static void check(long seed) throws Exception {
    Random random = new Random(seed);
    List<SpanArrival> arrivals = new TraceGenerator(seed).arrivals(1 + random.nextInt(25));
    TraceStory truth = truth(arrivals);

    List<SpanArrival> disordered = new ArrayList<>(arrivals);
    arrivals.stream().filter(arrival -> random.nextInt(3) == 0).forEach(disordered::add);
    Collections.shuffle(disordered, random);
    try (StitchRun run = new StitchRun(CACHE_BOUNDS[random.nextInt(CACHE_BOUNDS.length)])) {
      for (SpanArrival arrival : disordered) {
        run.arrive(arrival);
        if (random.nextInt(4) == 0) {
          run.barrier();
        } else if (random.nextInt(20) == 0) {
          run.restart();
        }
      }
      run.barrier();

      assertSameSpans(run, truth, seed);
      assertThat(run.traceRow)
          .as("trace row, seed %d", seed)
          .isEqualTo(
              Table.TRACES.encode(VersionedRow.versioned(truth.trace(), 0, run.traceRowVersion)));
      assertSameMinutes(run, truth, seed);
      assertLedger(run, disordered, seed);
    }
  }

  private static TraceStory truth(List<SpanArrival> arrivals) {
    Map<String, SpanFact> facts = new HashMap<>();
    TraceTexts memory = TraceTexts.newBuilder().build();
    for (SpanArrival arrival : arrivals) {
      facts.merge(arrival.getFact().getSpanId(), arrival.getFact(), FactMerge::merge);
      Previews.update(memory, arrival);
    }
    return DERIVER.derive(
        new TraceInput(
            StitchRun.GENERATION,
            "w",
            Facts.TRACE,
            facts.values(),
            memory.getRequest(),
            memory.getResponse()));
  }

  private static void assertSameSpans(StitchRun run, TraceStory truth, long seed) {
    assertThat(run.spanRows).as("span rows, seed %d", seed).hasSize(truth.spans().size());
    for (SpanRow row : truth.spans()) {
      assertThat(run.spanRows.get(row.spanId()))
          .as("row of span %s, seed %d", row.spanId(), seed)
          .isEqualTo(StitchRun.withoutVersion(Table.SPANS.encode(row)));
    }
  }

  private static void assertSameMinutes(StitchRun run, TraceStory truth, long seed) {
    List<MinuteCell> told =
        run.summed().stream().filter(cell -> cell.getTable() != RollUpTable.LEDGER).toList();
    List<MinuteCell> expected =
        truth.cells().stream().filter(cell -> !MinuteCells.isZero(cell)).toList();
    assertThat(told).as("minutes, seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void assertLedger(StitchRun run, List<SpanArrival> sent, long seed) {
    Set<String> distinct = new HashSet<>();
    sent.forEach(arrival -> distinct.add(arrival.getFact().getSpanId()));
    long firstSeen = 0;
    long duplicates = 0;
    for (MinuteCell cell : run.summed()) {
      if (cell.getTable() == RollUpTable.LEDGER) {
        firstSeen += cell.getSums().get(1);
        duplicates += cell.getSums().get(2);
      }
    }
    assertThat(firstSeen).as("first seen, seed %d", seed).isEqualTo(distinct.size());
    assertThat(duplicates).as("duplicates, seed %d", seed).isEqualTo(sent.size() - distinct.size());
  }
}
