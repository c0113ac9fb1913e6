// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.generation.ReplayRun;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.schemas.Topics;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.Generations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation that is read from the log is what live ingest made of it, bit for bit, and no reader
 * sees anything else meanwhile. More spans than usual: {@code -Dmillrace.replay.spans=1000000}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayIT.class);
  private static final int SPANS = Integer.getInteger("millrace.replay.spans", 8_000);

  /** What a fleet sends meanwhile: as many, but not for hours. */
  private static final int SPANS_DURING = Math.min(SPANS, 40_000);

  private static final long SPANS_PER_SECOND = 300;
  private static final Path CORPUS = Path.of("..", "corpus");
  private static final List<String> CLIENTS =
      List.of("claude-agent-sdk", "opencode-native-serve", "pydantic-ai", "strands");
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));
  private static final Duration REPLAYED_WITHIN = Duration.ofHours(1);

  /** So that reading does not take the processors from what is read. */
  private static final Duration READ_EVERY = Duration.ofMillis(200);

  private static final int SHOWN_DIFFERENCES = 10;

  /** When and in which checkpoint a row was written is all that may differ. */
  private static final String CONTENT =
      "SELECT toString(count()), toString(sum(sipHash64(toString(tuple(* EXCEPT (updated_time, version))))))"
          + " FROM %s WHERE workspace IN ('before', 'corpus')";

  /** Numbers of several views in one answer: those of one generation, whichever it is. */
  private static final String TOLD =
      """
      SELECT toString(tuple(
          (SELECT tuple(count(), sum(input_tokens), sum(cost_usd)) FROM spans WHERE workspace = 'before'),
          (SELECT tuple(count(), sum(span_count), sum(cost_usd)) FROM traces WHERE workspace = 'before'),
          (SELECT tuple(sum(traces), sum(cost_usd)) FROM sessions WHERE workspace = 'before'),
          (SELECT tuple(sum(calls), sum(cost_usd)) FROM usage_1m WHERE workspace = 'before'),
          (SELECT sum(first_seen) FROM ledger_1m WHERE workspace = 'before'))) AS told
      """;

  private static final List<String> VIEWS =
      List.of(
          "spans",
          "span_content",
          "traces",
          "sessions",
          "users",
          "usage_1m",
          "tool_calls_1m",
          "trace_latency_1m",
          "ledger_1m",
          "dead_letters");

  private RunningMillrace millrace;

  @BeforeAll
  void start() {
    millrace = RunningMillrace.start(Map.of());
  }

  @AfterAll
  void stop() {
    millrace.close();
  }

  @Test
  void replay_whileAFleetSendsAndOverAKill_isWhatLiveIngestMade() throws Exception {
    for (String client : CLIENTS) {
      millrace.send(CORPUS.resolve(client), ReplayPlan.into("corpus"));
    }
    LoadRun before = load(1, "before", SPANS, 0);
    assertRight(before.run());
    Map<String, Object> live = contents();
    LoadRun during = load(2, "during", SPANS_DURING, SPANS_PER_SECOND);
    FutureTask<LoadRun.Result> sending = started("load", during::run);

    FutureTask<GenerationState> replaying;
    try (SqlReader tables = new SqlReader(millrace.writerEndpoint())) {
      ReplayRun replay = new ReplayRun(new Generations(tables), kafka(), LOG::info);
      int generation = replay.request(false);
      FutureTask<Void> watching = started("watch", this::progressNeverGoesBackUntilGeneration2);
      FutureTask<Void> reading = started("read", this::numbersStayAsTheyAreUntilGeneration2);
      replaying = started("replay", () -> replay.follow(generation));
      await().atMost(PATIENCE.stalled()).until(() -> rowsOf(generation) > 0);
      LOG.info("kill -9 of the pipeline while it replays");
      millrace.kill("pipeline");
      assertThat(replaying.get()).isEqualTo(new GenerationState(2, State.CURRENT, "", false));
      watching.get();
      reading.get();
    }

    assertRight(sending.get());
    assertThat(contents()).isEqualTo(live);
    assertThat(millrace.query("SELECT toString(count()) AS switches FROM generations"))
        .containsExactly(Map.of("switches", "2"));
    assertThat(audit().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
    aReplayThatIsGivenUpLeavesTheViewsAsTheyAre(live);
    aLogThatHasLostItsBeginningIsRefused();
  }

  private void aReplayThatIsGivenUpLeavesTheViewsAsTheyAre(Map<String, Object> live)
      throws Exception {
    try (SqlReader tables = new SqlReader(millrace.writerEndpoint())) {
      Generations generations = new Generations(tables);
      ReplayRun replay = new ReplayRun(generations, kafka(), LOG::info);
      int generation = replay.request(false);
      // As 'millrace replay --abandon' does; whoever follows it is told.
      generations.abandon(generation, "by command");

      assertThat(replay.follow(generation))
          .isEqualTo(new GenerationState(generation, State.ABANDONED, "by command", false));
      assertThat(contents()).isEqualTo(live);
      assertThat(generations.replaying()).isEmpty();
    }
  }

  private void aLogThatHasLostItsBeginningIsRefused() throws Exception {
    try (Admin admin = Admin.create(kafka());
        SqlReader tables = new SqlReader(millrace.writerEndpoint())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(Topics.SPANS, 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
      ReplayRun replay = new ReplayRun(new Generations(tables), kafka(), LOG::info);

      assertThatThrownBy(() -> replay.request(false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the first 1 of")
          .hasMessageContaining("--from-what-is-left");
    }
  }

  private LoadRun load(long seed, String workspace, int spans, long spansPerSecond) {
    LOG.info("seed {}, {} spans into {}", seed, spans, workspace);
    Instant start = Instant.now().minus(Duration.ofHours(1));
    Fleet fleet = new Fleet(new FleetPlan(seed, spans, 0, 0.05, 0.1, start, false));
    FleetSender sender =
        new FleetSender(
            millrace.bridgeHttp(),
            workspace,
            new FleetSender.Options(4, spansPerSecond, Duration.ofMinutes(2)));
    return new LoadRun(fleet, sender, millrace.sql(), workspace, PATIENCE, LOG::info);
  }

  private Map<String, Object> contents() {
    Map<String, Object> contents = new TreeMap<>();
    VIEWS.forEach(view -> contents.put(view, millrace.query(CONTENT.formatted(view))));
    return contents;
  }

  private long rowsOf(int generation) {
    return millrace
        .query("SELECT 1 AS one FROM span_rows WHERE gen = " + generation + " LIMIT 1")
        .size();
  }

  /** What a reader saw once it sees again, whichever generation it is shown. */
  private Void progressNeverGoesBackUntilGeneration2() {
    long seen = 0;
    while (true) {
      Map<String, Object> row =
          millrace
              .query(
                  "SELECT toInt64(sum(next_offset)) AS next, toInt64((SELECT gen FROM current_generation)) AS gen FROM progress")
              .get(0);
      long now = ((Number) row.get("next")).longValue();
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
      if (row.get("gen").equals(2L)) {
        return null;
      }
    }
  }

  /** Of what nobody sends any more; a mix of two generations would be more, or less. */
  private Void numbersStayAsTheyAreUntilGeneration2() {
    Object told = millrace.query(TOLD).get(0);
    await()
        .atMost(REPLAYED_WITHIN)
        .pollInterval(READ_EVERY)
        .until(
            () -> {
              boolean switched =
                  !millrace
                      .query("SELECT 1 AS one FROM current_generation WHERE gen = 2")
                      .isEmpty();
              assertThat(millrace.query(TOLD).get(0)).isEqualTo(told);
              return switched;
            });
    return null;
  }

  private static <T> FutureTask<T> started(String name, Callable<T> task) {
    FutureTask<T> running = new FutureTask<>(task);
    new Thread(running, name).start();
    return running;
  }

  private static void assertRight(LoadRun.Result result) {
    assertThat(result.answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", millrace.endpoints().kafka());
  }

  private AuditReport audit() throws Exception {
    Audit.Target target =
        new Audit.Target(
            kafka(), millrace.endpoints().schemaRegistry(), millrace.conformTarget().reader());
    return new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run();
  }
}
