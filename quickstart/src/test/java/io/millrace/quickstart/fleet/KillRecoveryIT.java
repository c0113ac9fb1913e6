// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.up.RunningMillrace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was acknowledged is told once, whichever process dies by kill -9 while a fleet is sending.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillRecoveryIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillRecoveryIT.class);
  private static final int SPANS = 50_000;
  private static final Duration SENT_WITHIN = Duration.ofMinutes(4);

  /** A killed pipeline is back long before; rows that two processes wrote settle. */
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));

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
  void fiftyThousandSpans_overAKillOfThePipeline_areToldOnce() throws Exception {
    sendWhileKilling(1, SPANS, List.of("pipeline"));
  }

  @Test
  void spans_overKillsOfEngineBrokerAndPipeline_areToldOnce() throws Exception {
    sendWhileKilling(2, SPANS / 2, List.of("clickhouse", "broker", "pipeline", "clickhouse"));
  }

  private void sendWhileKilling(long seed, int spanCount, List<String> victims) throws Exception {
    String workspace = "kill-" + seed;
    // started an hour ago: plausible clocks, and no minute that is still open
    FleetPlan plan = FleetPlan.of(seed, spanCount, Instant.now().minus(Duration.ofHours(1)));
    FleetSender sender =
        new FleetSender(millrace.bridgeHttp(), workspace, FleetSender.Options.DEFAULT);
    LoadRun run =
        new LoadRun(new Fleet(plan), sender, millrace.sql(), workspace, PATIENCE, LOG::info);
    FutureTask<LoadRun.Result> running = new FutureTask<>(run::run);
    new Thread(running, "load").start();

    for (int i = 0; i < victims.size(); i++) {
      long after = (long) spanCount * (i + 1) / (victims.size() + 1);
      await()
          .atMost(SENT_WITHIN)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> running.isDone() || sender.acknowledgedSpans() >= after);
      LOG.info("seed {}: kill -9 of {} after {}", seed, victims.get(i), sender.acknowledgedSpans());
      millrace.kill(victims.get(i));
    }

    assertThat(running.get().answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
  }
}
