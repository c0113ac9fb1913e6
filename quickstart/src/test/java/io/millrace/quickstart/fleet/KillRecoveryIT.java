// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
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
 * What was acknowledged is told once, whichever process dies by kill -9 or stands still while a
 * fleet is sending. At the end of each, the tables are held against the log too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillRecoveryIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillRecoveryIT.class);

  /** In the first test, half of it in the others; 100,000 for a release. */
  private static final int SPANS = Integer.getInteger("millrace.kill.spans", 15_000);

  private static final Duration SENT_WITHIN = Duration.ofMinutes(4);

  /** A killed pipeline is back long before; rows that two processes wrote settle. */
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));

  /** How long a stopped process stands still; 30 for a release. */
  private static final int STANDSTILL_SECONDS =
      Integer.getInteger("millrace.standstill.seconds", 8);

  private static final int SHOWN_DIFFERENCES = 10;

  private RunningMillrace millrace;

  /** Something that befalls the running processes. */
  private interface Fault {
    void strike() throws Exception;
  }

  @BeforeAll
  void start() {
    millrace = RunningMillrace.start(Map.of());
  }

  @AfterAll
  void stop() {
    millrace.close();
  }

  @Test
  void spans_overKillsOfEngineBrokerAndPipeline_areToldOnce() throws Exception {
    sendWhile(
        2,
        SPANS,
        List.of(killOf("clickhouse"), killOf("broker"), killOf("pipeline"), killOf("clickhouse")));
  }

  @Test
  void spans_overAKillOfEverythingAtOnce_areToldOnce() throws Exception {
    sendWhile(3, SPANS / 2, List.of(killOf("broker", "clickhouse", "pipeline", "query-api")));
  }

  @Test
  void spans_overAStandstillOfEachProcess_areToldOnce() throws Exception {
    sendWhile(
        4,
        SPANS / 2,
        List.of(standstillOf("clickhouse"), standstillOf("broker"), standstillOf("pipeline")));
  }

  private Fault killOf(String... victims) {
    return () -> {
      LOG.info("kill -9 of {}", List.of(victims));
      List.of(victims).forEach(millrace::kill);
    };
  }

  private Fault standstillOf(String victim) {
    return () -> {
      long pid = millrace.process(victim).process().pid();
      LOG.info("SIGSTOP of {} for {} s", victim, STANDSTILL_SECONDS);
      signal("STOP", pid);
      Instant until = Instant.now().plusSeconds(STANDSTILL_SECONDS);
      await()
          .atMost(Duration.ofSeconds(STANDSTILL_SECONDS * 2L))
          .until(() -> Instant.now().isAfter(until));
      signal("CONT", pid);
    };
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private void sendWhile(long seed, int spanCount, List<Fault> faults) throws Exception {
    String workspace = "kill-" + seed;
    // started an hour ago: plausible clocks, and no minute that is still open
    FleetPlan plan = FleetPlan.of(seed, spanCount, Instant.now().minus(Duration.ofHours(1)));
    FleetSender sender =
        new FleetSender(millrace.bridgeHttp(), workspace, FleetSender.Options.DEFAULT);
    LoadRun run =
        new LoadRun(new Fleet(plan), sender, millrace.sql(), workspace, PATIENCE, LOG::info);
    FutureTask<LoadRun.Result> running = new FutureTask<>(run::run);
    new Thread(running, "load").start();

    for (int i = 0; i < faults.size(); i++) {
      long after = (long) spanCount * (i + 1) / (faults.size() + 1);
      await()
          .atMost(SENT_WITHIN)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> running.isDone() || sender.acknowledgedSpans() >= after);
      LOG.info("seed {}: after {} spans", seed, sender.acknowledgedSpans());
      faults.get(i).strike();
    }

    assertThat(running.get().answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
    assertThat(audit().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
  }

  private AuditReport audit() throws Exception {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    return new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run();
  }
}
