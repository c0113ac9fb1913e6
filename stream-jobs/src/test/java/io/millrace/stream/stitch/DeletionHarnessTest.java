// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AvroTrust;
import io.millrace.sql.table.Table;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import io.millrace.stream.trace.TraceGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What REST says of a trace, in whatever order it comes with the trace's spans. */
class DeletionHarnessTest {
  static {
    AvroTrust.grant();
  }

  private static final int CACHED_SPANS = 100;
  private static final SpanArrival DELETE =
      command(TraceCommand.newBuilder().setDeletes(true).build());

  @Test
  void deletedTrace_takesItsRowsAndMinutesBack() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(arrival("01"));
      run.arrive(arrival("02"));
      run.barrier();
      assertThat(minutes(run)).isNotEmpty();

      run.arrive(DELETE);
      run.barrier();

      assertThat(run.deletedRows)
          .extracting(row -> row.table)
          .containsExactly(
              Table.DELETED_SPANS.name(),
              Table.DELETED_CONTENT.name(),
              Table.DELETED_SPANS.name(),
              Table.DELETED_CONTENT.name(),
              Table.DELETIONS.name(),
              Table.DELETED_TRACES.name());
      assertThat(minutes(run)).isEmpty();
      assertThat(ledger(run)).containsExactly(0L, 2L, 0L, 0L, 0L, 2L);
    }
  }

  @Test
  void spanOfADeletedTrace_isNeverTold() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(DELETE);
      run.barrier();
      run.restart();
      run.arrive(arrival("01"));
      run.arrive(arrival("01"));
      run.barrier();

      run.committed.commit();
      assertThat(run.committed.spanRows()).isEmpty();
      assertThat(run.committed.trace(Facts.TRACE)).isNull();
      assertThat(minutes(run)).isEmpty();
      assertThat(ledger(run)).containsExactly(0L, 1L, 1L, 0L, 0L, 1L);
    }
  }

  @Test
  void deletedSpan_keepsNothingOfWhatWasSaid() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(arrival("01"));
      run.barrier();
      run.arrive(DELETE);
      run.barrier();

      TableRow row = run.deletedRows.get(0);
      assertThat(new String(row.bytes, StandardCharsets.ISO_8859_1)).doesNotContain("gpt-4o-mini");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void deletion_endsTheSameWheneverItComes(long seed) throws Exception {
    List<SpanArrival> arrivals = new ArrayList<>(new TraceGenerator(seed).arrivals(12));
    arrivals.addAll(List.copyOf(arrivals).subList(0, 4));
    arrivals.add(DELETE);
    List<String> inOrder = lastDeletedRows(arrivals, new Random(seed));
    for (int i = 0; i < 10; i++) {
      Random random = new Random(seed * 100 + i);
      Collections.shuffle(arrivals, random);
      assertThat(lastDeletedRows(arrivals, random))
          .as("seed %d, shuffle %d", seed, i)
          .isEqualTo(inOrder);
    }
  }

  @Test
  void tag_isTheLastWordInTheLogWhateverSpansSay() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(tag("stage", "new", 2));
      run.arrive(tag("stage", "old", 1));
      run.barrier();
      run.committed.commit();
      assertThat(run.committed.trace(Facts.TRACE)).as("a trace that has no span yet").isNull();

      run.arrive(arrival("01"));
      run.barrier();
      assertThat(text(run)).contains("stage" + (char) 3 + "new").doesNotContain("old");

      run.restart();
      run.arrive(tag("stage", null, 3));
      run.barrier();
      assertThat(text(run)).doesNotContain("stage");
    }
  }

  @Test
  void deletedSession_takesWhatBeganBeforeAndLeavesTheOthers() throws Exception {
    long until = Facts.T0 + 10 * Facts.SECOND;
    SpanArrival delete =
        command(
            TraceCommand.newBuilder()
                .setDeletedParts(List.of(new DeletedPart("s", "", until)))
                .build());
    List<SpanArrival> arrivals =
        new ArrayList<>(
            List.of(
                delete,
                ofSession("01", "", 0, "s"),
                ofSession("02", "0000000000000001", 1, ""),
                ofSession("03", "", 2, "other"),
                ofSession("04", "", 11, "s")));
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(arrivals, new Random(i));
      try (StitchRun run = new StitchRun(CACHED_SPANS)) {
        for (SpanArrival arrival : arrivals) {
          run.arrive(arrival);
        }
        run.restart();
        run.barrier();

        assertThat(calls(run)).as("shuffle %d", i).isEqualTo(2);
        assertThat(ledger(run)).containsExactly(0L, 4L, 0L, 0L, 0L, 2L);
        assertThat(run.deletedRows)
            .extracting(row -> row.table)
            .doesNotContain(Table.DELETED_TRACES.name());
      }
    }
  }

  @Test
  void repricing_pricesWhatComesLaterLikeTheRest() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(arrival("01"));
      run.barrier();
      long byTheBook = costPicoUsd(run);
      assertThat(byTheBook).isPositive();

      run.arrive(repricing("1000", 2));
      run.arrive(repricing("1", 1));
      run.barrier();
      assertThat(costPicoUsd(run)).isEqualTo(30_000_000_000L);

      run.restart();
      run.arrive(arrival("02"));
      run.barrier();
      assertThat(costPicoUsd(run)).isEqualTo(60_000_000_000L);

      run.arrive(command(TraceCommand.newBuilder().setRepricing(new Repricing("", 3L)).build()));
      run.barrier();
      assertThat(costPicoUsd(run)).isEqualTo(2 * byTheBook);
    }
  }

  private static SpanArrival repricing(String usdPerMillion, long version) {
    String prices =
        "- {model: gpt-4o-mini, usd_per_million_tokens: {input: %1$s, output: %1$s}}"
            .formatted(usdPerMillion);
    return command(TraceCommand.newBuilder().setRepricing(new Repricing(prices, version)).build());
  }

  private static long calls(StitchRun run) {
    return usage(run).stream().mapToLong(cell -> cell.getSums().get(0)).sum();
  }

  /** Micro-dollars and the rest, over all minutes. */
  private static long costPicoUsd(StitchRun run) {
    return usage(run).stream()
        .mapToLong(cell -> cell.getSums().get(7) * 1_000_000 + cell.getSums().get(8))
        .sum();
  }

  private static List<MinuteCell> usage(StitchRun run) {
    return run.summed().stream().filter(cell -> cell.getTable() == RollUpTable.USAGE).toList();
  }

  private static SpanArrival ofSession(String span, String parent, int second, String session) {
    return Arrivals.of(
            Facts.llm("00000000000000" + span, parent, second, 10, 20)
                .setResponseId(span)
                .setSessionId(session)
                .build())
        .build();
  }

  /** The rows that are left in the place of what was deleted, without their versions, sorted. */
  private static List<String> lastDeletedRows(List<SpanArrival> arrivals, Random random)
      throws Exception {
    try (StitchRun run = new StitchRun(random.nextInt(5))) {
      for (SpanArrival arrival : arrivals) {
        run.arrive(arrival);
        if (random.nextInt(4) == 0) {
          run.barrier();
        } else if (random.nextInt(10) == 0) {
          run.restart();
        }
      }
      run.barrier();
      assertThat(minutes(run)).isEmpty();
      return run.deletedRows.stream()
          .filter(row -> row.table.equals(Table.DELETED_CONTENT.name()))
          .map(row -> new String(row.bytes, StandardCharsets.ISO_8859_1))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static String text(StitchRun run) {
    run.committed.commit();
    return new String(run.committed.trace(Facts.TRACE).bytes(), StandardCharsets.ISO_8859_1);
  }

  private static List<MinuteCell> minutes(StitchRun run) {
    return run.summed().stream().filter(cell -> cell.getTable() != RollUpTable.LEDGER).toList();
  }

  /** The sums of the ledger over all minutes. */
  private static List<Long> ledger(StitchRun run) {
    long[] sums = new long[6];
    MinuteCells.sumByKey(run.deltas).stream()
        .filter(cell -> cell.getTable() == RollUpTable.LEDGER)
        .forEach(
            cell -> {
              for (int i = 0; i < sums.length; i++) {
                sums[i] += cell.getSums().get(i);
              }
            });
    return Arrays.stream(sums).boxed().toList();
  }

  private static SpanArrival tag(String key, String value, long version) {
    return command(
        TraceCommand.newBuilder().setTags(List.of(new TagChange(key, value, version))).build());
  }

  private static SpanArrival command(TraceCommand command) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId(Facts.TRACE)
        .setCommand(command)
        .build();
  }

  private static SpanArrival arrival(String span) {
    return Arrivals.of(Facts.llm("00000000000000" + span, "", 0, 10, 20).build()).build();
  }
}
