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
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.stream.MillraceJob;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster of deploy/local-cluster: a fleet sends through both bridges while each process dies
 * once by kill -9, the JobManager's while a TaskManager stands still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalClusterIT {
  private static final Logger LOG = LoggerFactory.getLogger(LocalClusterIT.class);
  private static final long SEED = 3;
  private static final int SPANS = Integer.getInteger("millrace.local-cluster.spans", 20_000);
  private static final String WORKSPACE = "local-cluster";
  private static final List<String> VICTIMS =
      List.of(
          "taskmanager-1",
          "bridge-1",
          "jobmanager",
          "broker",
          "clickhouse",
          "registry",
          "taskmanager-2",
          "bridge-2",
          "job",
          "query-api");
  private static final int MLFLOW_CLIENTS = 100;
  private static final Duration SENT_WITHIN = Duration.ofMinutes(5);
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(3), Duration.ofMinutes(1));
  private static final int SHOWN_DIFFERENCES = 10;

  private RunningMillrace cluster;

  @BeforeAll
  void start() {
    cluster = RunningMillrace.startLocalCluster(Map.of());
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Test
  void spansThroughBothBridges_overAKillOfEachProcess_areToldOnce() throws Exception {
    LOG.info("seed {}, {} spans", SEED, SPANS);
    Fleet fleet = new Fleet(FleetPlan.of(SEED, SPANS, Instant.now().minus(Duration.ofHours(1))));
    FleetSender sender =
        new FleetSender(
            List.of(cluster.bridgeHttp(), cluster.http(Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT)),
            WORKSPACE,
            FleetSender.Options.DEFAULT);
    LoadRun load = new LoadRun(fleet, sender, cluster.sql(), WORKSPACE, PATIENCE, LOG::info);
    FutureTask<LoadRun.Result> running = new FutureTask<>(load::run);
    new Thread(running, "load").start();

    for (int i = 0; i < VICTIMS.size(); i++) {
      long after = (long) SPANS * (i + 1) / (VICTIMS.size() + 1);
      await()
          .atMost(SENT_WITHIN)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> running.isDone() || sender.acknowledgedSpans() >= after);
      LOG.info("seed {}: kill -9 of {} after {} spans", SEED, VICTIMS.get(i), after);
      if (VICTIMS.get(i).equals("jobmanager")) {
        killJobManagerWhileATaskManagerStandsStill();
      } else {
        cluster.kill(VICTIMS.get(i));
      }
    }

    assertThat(running.get().answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
    assertThat(audit().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
  }

  /** They make one experiment among them, and each logs a trace into it, while a bridge dies. */
  @Test
  void clientsOfMlflow_atOnceOverAKillOfABridge_haveOneExperimentAndLoseNothing() throws Exception {
    String workspace = "mlflow-fleet";
    MlflowFleet fleet =
        new MlflowFleet(
            List.of(cluster.bridgeHttp(), cluster.http(Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT)),
            workspace,
            SENT_WITHIN);
    FutureTask<Set<String>> running = new FutureTask<>(() -> fleet.run(MLFLOW_CLIENTS, "fleet"));
    new Thread(running, "mlflow-fleet").start();
    await()
        .atMost(SENT_WITHIN)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running.isDone() || fleet.acknowledged() >= MLFLOW_CLIENTS / 2);
    cluster.kill("bridge-1");

    assertThat(running.get()).hasSize(1);
    String id = running.get().iterator().next();
    LogPrefix.now(Map.of("bootstrap.servers", cluster.endpoints().kafka()))
        .awaitShown(cluster.conformTarget().reader(), SENT_WITHIN);
    Map<String, Object> parameters = Map.of("workspace", workspace);
    assertThat(
            cluster.query(
                "SELECT name, experiment_id FROM experiments"
                    + " WHERE workspace = {workspace:String}",
                parameters))
        .isEqualTo(List.of(Map.of("name", "fleet", "experiment_id", id)));
    assertThat(
            cluster.query(
                "SELECT min(experiment_id) AS first, max(experiment_id) AS last,"
                    + " toInt64(count()) AS traces,"
                    + " toInt64(uniqExact(session_id)) AS sessions,"
                    + " toInt64(sum(span_count)) AS spans, toInt64(sum(input_tokens)) AS tokens"
                    + " FROM traces WHERE workspace = {workspace:String}",
                parameters))
        .isEqualTo(
            List.of(
                Map.of(
                    "first",
                    id,
                    "last",
                    id,
                    "traces",
                    (long) MLFLOW_CLIENTS,
                    "sessions",
                    (long) MLFLOW_CLIENTS,
                    "spans",
                    (long) MLFLOW_CLIENTS,
                    "tokens",
                    10L * MLFLOW_CLIENTS)));
  }

  /**
   * The one that stands still keeps the slots of the job's last life, and offers them to the next.
   */
  private void killJobManagerWhileATaskManagerStandsStill() throws Exception {
    long still = cluster.process("taskmanager-2").process().pid();
    URI jobs = cluster.flink().resolve("/jobs");
    signal("STOP", still);
    try {
      cluster.kill("jobmanager");
      await().atMost(SENT_WITHIN).ignoreExceptions().until(() -> isThere(jobs));
    } finally {
      signal("CONT", still);
    }
  }

  private static boolean isThere(URI jobs) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(jobs).build(), BodyHandlers.ofString())
        .body()
        .contains(MillraceJob.jobId(1).toString());
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private AuditReport audit() throws Exception {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", cluster.endpoints().kafka()),
            cluster.endpoints().schemaRegistry(),
            cluster.conformTarget().reader());
    return new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run();
  }
}
