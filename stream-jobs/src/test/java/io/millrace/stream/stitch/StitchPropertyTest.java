// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.price.PriceBook;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceNotes;
import io.millrace.stream.state.TraceTexts;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.CostPrecedence;
import io.millrace.stream.trace.Facts;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceGenerator;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Any order, repetition, split by barriers, delay, eviction and restart tells the same in the end,
 * whatever REST says of the trace meanwhile: tags, deletes (of the trace, or of a session of which
 * it may not have been heard yet), prices. More seeds than usual: {@code
 * -Dmillrace.stitch.seeds=1000}.
 */
class StitchPropertyTest {
  private static final int SEEDS = Integer.getInteger("millrace.stitch.seeds", 100);

  /** None but the trace in use, some, all. */
  private static final int[] CACHE_BOUNDS = {0, 5, 1_000};

  /** A trace waits for long, for a moment, not at all. */
  private static final int[] PACES = {1, 100, 1_000_000};

  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  @Test
  void anyWay_tellsTheSame() throws Exception {
    long evicted = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      evicted += check(seed);
    }
    assertThat(evicted).as("traces let go of and loaded back").isGreaterThan(SEEDS / 2);
  }

  /** Returns how often the trace was let go of. */
  private static long check(long seed) throws Exception {
    Random random = new Random(seed);
    List<SpanArrival> arrivals = new TraceGenerator(seed).arrivals(1 + random.nextInt(25));
    CommandGenerator generator = new CommandGenerator(random);
    List<SpanArrival> commands = new ArrayList<>(generator.commands(arrivals));
    DeletedPart deleted = generator.deletedByControl(arrivals);
    List<SpanArrival> said = new ArrayList<>(commands);
    if (deleted != null) {
      said.add(CommandGenerator.delete(deleted));
    }
    TraceStory truth = truth(arrivals, said);

    List<SpanArrival> disordered = new ArrayList<>(arrivals);
    disordered.addAll(commands);
    List.copyOf(disordered).stream()
        .filter(arrival -> random.nextInt(3) == 0)
        .forEach(disordered::add);
    Collections.shuffle(disordered, random);
    int deletedAfter = random.nextInt(disordered.size() + 1);
    long evicted = 0;
    try (StitchRun run =
        new StitchRun(
            CACHE_BOUNDS[random.nextInt(CACHE_BOUNDS.length)],
            PACES[random.nextInt(PACES.length)])) {
      for (int i = 0; i <= disordered.size(); i++) {
        if (i == deletedAfter && deleted != null) {
          delete(run, generator.word(deleted), deleted);
        }
        if (i < disordered.size()) {
          run.arrive(disordered.get(i));
          evicted += happen(run, random);
        }
      }
      run.settle();
      run.settle();
      evicted += run.traces().evictedCount();

      assertSameSpans(run, truth, seed);
      assertSameTrace(run, truth, seed);
      assertSameMinutes(run, truth, seed);
      assertLedger(run, disordered, truth, seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
    return evicted;
  }

  /** As the API does: when the views are past the word, it names each trace that they show. */
  private static void delete(StitchRun run, ControlWord word, DeletedPart part) throws Exception {
    run.control(word);
    run.committedBarrier();
    boolean shown =
        run.committed.spans(Facts.TRACE).stream()
            .anyMatch(
                row -> !row.isDeleted() && row.text("session_id").equals(part.getSessionId()));
    if (shown) {
      run.arrive(CommandGenerator.delete(part));
    }
  }

  /** Returns how often traces were let go of in a life that ended. */
  private static long happen(StitchRun run, Random random) throws Exception {
    int dice = random.nextInt(60);
    if (dice < 14) {
      run.barrier();
    } else if (dice < 20) {
      run.committedBarrier();
    } else if (dice < 26) {
      run.idle();
    } else if (dice < 29) {
      long evicted = run.traces().evictedCount();
      run.restartWith(CACHE_BOUNDS[random.nextInt(CACHE_BOUNDS.length)]);
      return evicted;
    } else if (dice < 31) {
      run.pause(Duration.ofSeconds(random.nextInt(30)));
    }
    return 0;
  }

  private static TraceStory truth(List<SpanArrival> arrivals, List<SpanArrival> commands) {
    TraceNotes notes = TraceNotes.newBuilder().build();
    for (SpanArrival command : commands) {
      notes = TraceNoteMerge.merge(notes, command.getCommand(), StitchRun.TAGS_PER_TRACE);
    }
    Map<String, SpanFact> facts = new HashMap<>();
    TraceTexts memory = TraceTexts.newBuilder().build();
    for (SpanArrival arrival : arrivals) {
      facts.merge(arrival.getSpanId(), Arrivals.fact(arrival), FactMerge::merge);
      Previews.update(memory, arrival);
    }
    return DERIVER.derive(
        new TraceInput(
            StitchRun.GENERATION,
            "w",
            Facts.TRACE,
            facts.values(),
            memory.getRequest(),
            memory.getResponse(),
            notes,
            TraceInput.NO_INFO));
  }

  private static void assertSameSpans(StitchRun run, TraceStory truth, long seed) {
    Map<String, byte[]> rows = run.committed.spanRows();
    assertThat(rows).as("span rows, seed %d", seed).hasSize(truth.spans().size());
    for (SpanRow row : truth.spans()) {
      assertThat(rows.get(row.spanId()))
          .as("row of span %s, seed %d", row.spanId(), seed)
          .isEqualTo(CommittedRows.withoutVersion(Table.SPANS.encode(row)));
    }
    assertThat(run.committed.deletedFacts().keySet())
        .as("deleted spans, seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(truth.deletedSpanIds());
  }

  private static void assertSameTrace(StitchRun run, TraceStory truth, long seed) {
    assertThat(run.committed.firstVersions(Facts.TRACE))
        .as("the first version never changes, seed %d", seed)
        .containsOnly(run.committed.firstVersions(Facts.TRACE).get(0));
    CommittedRows.StoredRow row = run.committed.trace(Facts.TRACE);
    if (truth.trace() == null) {
      assertThat(row).as("deleted trace, seed %d", seed).isNull();
      return;
    }
    long updated = (long) row.values().get("updated_time");
    assertThat(row.bytes())
        .as("trace row, seed %d", seed)
        .isEqualTo(
            Table.TRACES.encode(
                VersionedRow.versioned(
                    truth.trace(),
                    updated,
                    row.version(),
                    row.bytes("state"),
                    (long) row.values().get("first_version"))));
  }

  private static void assertSameMinutes(StitchRun run, TraceStory truth, long seed) {
    List<MinuteCell> told =
        run.summed().stream().filter(cell -> cell.getTable() != RollUpTable.LEDGER).toList();
    List<MinuteCell> expected =
        truth.cells().stream().filter(cell -> !MinuteCells.isZero(cell)).toList();
    assertThat(told).as("minutes, seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void assertLedger(
      StitchRun run, List<SpanArrival> sent, TraceStory truth, long seed) {
    List<String> spans =
        sent.stream().filter(Arrivals::isSpan).map(SpanArrival::getSpanId).toList();
    Set<String> distinct = new HashSet<>(spans);
    long firstSeen = 0;
    long duplicates = 0;
    long deleted = 0;
    for (MinuteCell cell : run.summed()) {
      if (cell.getTable() == RollUpTable.LEDGER) {
        firstSeen += cell.getSums().get(1);
        duplicates += cell.getSums().get(2);
        deleted += cell.getSums().get(5);
      }
    }
    assertThat(firstSeen).as("first seen, seed %d", seed).isEqualTo(distinct.size());
    assertThat(duplicates)
        .as("duplicates, seed %d", seed)
        .isEqualTo(spans.size() - distinct.size());
    assertThat(deleted).as("deleted, seed %d", seed).isEqualTo(truth.deletedSpanIds().size());
  }
}
