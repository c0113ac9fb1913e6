// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AvroTrust;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.state.TraceInfo;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What MLflow's trace info says of a trace, in whatever order it comes with the trace's spans. */
class TraceInfoHarnessTest {
  static {
    AvroTrust.grant();
  }

  private static final int CACHED_SPANS = 100;

  @Test
  void info_endsTheSameWheneverItComes() throws Exception {
    List<SpanArrival> arrivals =
        new ArrayList<>(
            List.of(
                info("ERROR", 2),
                info("OK", 1),
                span("01", ""),
                span("02", "01"),
                span("03", "99"),
                command(TraceCommand.newBuilder().setTags(tags("team", "last", 3)).build())));
    Map<String, Object> inOrder = row(arrivals, new Random(0));
    assertThat(inOrder)
        .containsEntry("session_id", "told")
        .containsEntry("user_id", "human")
        .containsEntry("experiment_id", "17")
        .containsEntry("status", 2)
        .containsEntry("tags", Map.of("team", "last", "kept", "by the later"));
    for (int seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      Collections.shuffle(arrivals, random);
      assertThat(row(arrivals, random)).as("seed %d", seed).isEqualTo(inOrder);
    }
  }

  @Test
  void info_isBackWithTheTraceThatWasLetGoOf() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(info("ERROR", 2));
      run.arrive(span("01", ""));
      run.committedBarrier();
      for (int i = 0; run.traces().evictedCount() == 0; i++) {
        assertThat(i).as("attempts to let go of the trace").isLessThan(10);
        run.committedBarrier();
        run.idle();
      }
      run.arrive(info("OK", 1));
      run.arrive(span("02", "01"));
      run.committedBarrier();

      assertThat(run.committed.trace(Facts.TRACE).values())
          .containsEntry("span_count", 2L)
          .containsEntry("session_id", "told")
          .containsEntry("status", 2);
    }
  }

  @Test
  void spansOwnSession_goesBeforeTheInfos() throws Exception {
    SpanArrival own = span("01", "");
    own = Arrivals.changed(own, fact -> fact.setSessionId("own"));

    assertThat(row(List.of(info("OK", 1), own, span("02", "01")), new Random(1)))
        .containsEntry("session_id", "own");
  }

  /** The trace's row without what depends on when it was told. */
  private static Map<String, Object> row(List<SpanArrival> arrivals, Random random)
      throws Exception {
    try (StitchRun run = new StitchRun(random.nextInt(5))) {
      for (SpanArrival arrival : arrivals) {
        run.arrive(arrival);
        int dice = random.nextInt(6);
        if (dice < 2) {
          run.committedBarrier();
        } else if (dice == 2) {
          run.restart();
        } else if (dice == 3) {
          run.idle();
        }
      }
      run.committedBarrier();
      Map<String, Object> row = run.committed.trace(Facts.TRACE).values();
      assertThat(minutesOf(run)).containsOnly((String) row.get("experiment_id"));
      row.keySet().removeAll(List.of("updated_time", "version", "first_version", "state"));
      return row;
    }
  }

  /** The experiments of all minutes that have something. */
  private static List<String> minutesOf(StitchRun run) {
    return run.summed().stream()
        .filter(cell -> cell.getTable() != RollUpTable.LEDGER && !MinuteCells.isZero(cell))
        .map(cell -> cell.getDimensions().get(1))
        .toList();
  }

  private static SpanArrival info(String status, long version) {
    return command(
        TraceCommand.newBuilder()
            .setInfo(
                TraceInfo.newBuilder()
                    .setExperimentId("17")
                    .setExperimentTimeUnixNano(version)
                    .setSessionId("told")
                    .setUserId("human")
                    .setStatus(status)
                    .setTags(
                        version == 2
                            ? tags("kept", "by the later", version)
                            : tags("team", "first", version))
                    .setVersion(version)
                    .build())
            .build());
  }

  private static List<TagChange> tags(String key, String value, long version) {
    return List.of(new TagChange(key, value, version));
  }

  private static SpanArrival command(TraceCommand command) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId(Facts.TRACE)
        .setCommand(command)
        .build();
  }

  private static SpanArrival span(String id, String parent) {
    return Arrivals.of(
            Facts.llm(spanId(id), parent.isEmpty() ? "" : spanId(parent), 0, 10, 20)
                .setResponseId(id)
                .setSessionId("")
                .setUserId("")
                .build())
        .build();
  }

  private static String spanId(String end) {
    return "00000000000000" + end;
  }
}
