// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ClickHouse that refuses connections, is slow, and whose connections break in the middle of
 * requests and answers: the bridge goes on acknowledging, and at the end every view equals what was
 * sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyClickHouseIT {
  private static final Logger LOG = LoggerFactory.getLogger(FaultyClickHouseIT.class);
  private static final int SPANS = 10_000;
  private static final Duration STEP_WITHIN = Duration.ofMinutes(2);
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));

  /** What befalls so many of a hundred inserts. */
  private record Chance(String name, int percent, Fault fault) {}

  private static final List<Chance> CHANCES =
      List.of(
          new Chance("not sent", 10, Fault.NOT_SENT),
          new Chance("request cut", 10, Fault.REQUEST_CUT),
          new Chance("answer cut", 15, Fault.ANSWER_CUT),
          new Chance("slow", 10, Fault.slow(Duration.ofMillis(300))),
          new Chance("trickling", 10, Fault.trickling(Duration.ofMillis(30))));

  private FaultyEngine engine;
  private RunningMillrace millrace;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    engine = FaultyEngine.start(folder);
    millrace = RunningMillrace.start(engine.settings());
  }

  @AfterAll
  void stop() {
    millrace.close();
    engine.close();
  }

  @Test
  void refusedConnections_holdNumbersBackAndLoseNothing() throws Exception {
    FleetSender sender = sender("refused");
    FutureTask<LoadRun.Result> running = load(1, "refused", sender);
    await().atMost(STEP_WITHIN).until(() -> sender.acknowledgedSpans() > SPANS / 10);

    engine.proxy().refuse();
    await().atMost(STEP_WITHIN).until(() -> sender.acknowledgedSpans() > SPANS * 9 / 10);
    engine.proxy().takeAgain();

    requireRight(running.get(), "connections were refused");
  }

  @Test
  void slowAndBrokenConnections_changeNoNumber() throws Exception {
    long seed = Long.getLong("millrace.faults.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, Integer> struck = new ConcurrentHashMap<>();
    engine.proxy().choose(exchange -> choose(exchange, random, struck));

    LoadRun.Result result;
    try {
      FutureTask<LoadRun.Result> running = load(2, "broken", sender("broken"));
      result = running.get();
    } finally {
      engine.proxy().choose(exchange -> Fault.NONE);
    }

    requireRight(result, "-Dmillrace.faults.seed=" + seed + ", struck: " + struck);
    assertThat(struck).as("seed %d", seed).hasSize(CHANCES.size());
  }

  @Test
  void wrongPassword_isSaidInALineThatNamesTheSettings() {
    Map<Setting, String> settings = engine.settings();
    settings.put(Setting.CLICKHOUSE_PASSWORD, "wrong");

    assertThatThrownBy(() -> RunningMillrace.start(settings).close())
        .hasMessageContaining("does not take user 'writer' with this password")
        .hasMessageContaining("clickhouse.password")
        .hasMessageNotContaining("\n");
  }

  @Test
  void addressWhereNobodyAnswers_isSaidInALineThatNamesTheSetting() throws Exception {
    Map<Setting, String> settings = engine.settings();
    try (FaultProxy nobody = FaultProxy.start(URI.create("http://127.0.0.1:9"))) {
      settings.put(Setting.CLICKHOUSE_URL, nobody.url().toString());
      nobody.refuse();

      assertThatThrownBy(() -> RunningMillrace.start(settings).close())
          .hasMessageContaining("ClickHouse at " + nobody.url() + " does not answer")
          .hasMessageContaining("MILLRACE_CLICKHOUSE_URL")
          .hasMessageNotContaining("\n");
    }
  }

  private static Fault choose(Exchange exchange, Random random, Map<String, Integer> struck) {
    if (exchange.insertedTable().isEmpty()) {
      return Fault.NONE;
    }
    int drawn = random.nextInt(100);
    for (Chance chance : CHANCES) {
      drawn -= chance.percent();
      if (drawn < 0) {
        struck.merge(chance.name(), 1, Integer::sum);
        return chance.fault();
      }
    }
    return Fault.NONE;
  }

  private FleetSender sender(String workspace) {
    return new FleetSender(
        millrace.bridgeHttp(),
        workspace,
        new FleetSender.Options(2, SPANS / 5, Duration.ofMinutes(2)));
  }

  private FutureTask<LoadRun.Result> load(long seed, String workspace, FleetSender sender) {
    FleetPlan plan = FleetPlan.of(seed, SPANS, Instant.now().minus(Duration.ofHours(1)));
    LoadRun run =
        new LoadRun(new Fleet(plan), sender, millrace.sql(), workspace, PATIENCE, LOG::info);
    FutureTask<LoadRun.Result> running = new FutureTask<>(run::run);
    new Thread(running, "load").start();
    return running;
  }

  private void requireRight(LoadRun.Result result, String circumstances) throws Exception {
    assertThat(result.answers())
        .as(circumstances)
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
    KnownLoads.requireBalance(millrace);
  }
}
