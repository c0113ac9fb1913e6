// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.CostPrecedence;
import io.millrace.stream.trace.Facts;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A trace of 100,000 spans: an agent that works for a day, 10,000 steps of ten spans. */
class LargeTraceHarnessTest {
  private static final String ROOT = "f".repeat(16);
  private static final int STEPS = 10_000;
  private static final int SPANS_A_STEP = 10;
  private static final int STEPS_A_SECOND = 500;
  private static final int DERIVED_SPANS_PER_SECOND = 10_000;

  /** Far fewer than the trace has, so that it is never whole in memory but to be derived. */
  private static final int CACHED_SPANS = 10_000;

  @Test
  void trace_goesThroughInOnePiece_atItsPace() throws Exception {
    List<SpanFact> facts = new ArrayList<>();
    try (StitchRun run = new StitchRun(CACHED_SPANS, DERIVED_SPANS_PER_SECOND)) {
      for (int step = 0; step < STEPS; step++) {
        for (SpanFact fact : step(step)) {
          facts.add(fact);
          run.arrive(arrival(fact));
        }
        if ((step + 1) % STEPS_A_SECOND == 0) {
          run.committedBarrier();
          run.pause(Duration.ofSeconds(1));
          assertThat(run.traces().cachedSpans()).isLessThanOrEqualTo(CACHED_SPANS);
        }
      }
      long seconds = STEPS / STEPS_A_SECOND;
      assertThat(run.committed.spanCountsTold().stream().mapToLong(count -> count).sum())
          .as("spans derived while they came")
          .isLessThanOrEqualTo((seconds + 1) * DERIVED_SPANS_PER_SECOND + facts.size());
      run.settle();
      assertRight(run, facts);
    }
  }

  private static void assertRight(StitchRun run, List<SpanFact> facts) {
    TraceStory truth =
        new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED)
            .derive(new TraceInput(StitchRun.GENERATION, "w", Facts.TRACE, facts, "", ""));
    Map<String, byte[]> rows = run.committed.spanRows();
    assertThat(rows).hasSize(STEPS * SPANS_A_STEP + 1);
    for (SpanRow row : truth.spans()) {
      assertThat(rows.get(row.spanId()))
          .isEqualTo(CommittedRows.withoutVersion(Table.SPANS.encode(row)));
    }
    List<MinuteCell> told =
        run.summed().stream().filter(cell -> cell.getTable() != RollUpTable.LEDGER).toList();
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            truth.cells().stream().filter(cell -> !MinuteCells.isZero(cell)).toList());
    assertThat(run.committed.trace(Facts.TRACE).values())
        .containsEntry("span_count", (long) facts.size());
  }

  /** A chain with a model call, its tool and some plumbing below; the root with the last one. */
  private static List<SpanFact> step(int step) {
    List<SpanFact> facts = new ArrayList<>();
    int second = step * 8;
    String chain = id(step, 0);
    facts.add(Facts.span(chain, ROOT, AgentSpanKind.CHAIN, second).build());
    facts.add(
        Facts.llm(id(step, 1), chain, second, 100 + step, 10)
            .setResponseId("r" + step)
            .setRequestedTools(Facts.asks("c" + step, "search"))
            .build());
    facts.add(Facts.tool(id(step, 2), chain, second + 1, "search", "c" + step).build());
    for (int i = 3; i < SPANS_A_STEP; i++) {
      facts.add(Facts.span(id(step, i), id(step, 2), AgentSpanKind.SPAN, second + 2).build());
    }
    if (step == STEPS - 1) {
      facts.add(
          Facts.span(ROOT, "", AgentSpanKind.AGENT, 0)
              .setSessionId("session")
              .setAgentName("agent")
              .build());
    }
    return facts;
  }

  private static String id(int step, int span) {
    return String.format("%016x", (long) step * SPANS_A_STEP + span + 1);
  }

  private static SpanArrival arrival(SpanFact fact) {
    return Arrivals.of(fact).build();
  }
}
