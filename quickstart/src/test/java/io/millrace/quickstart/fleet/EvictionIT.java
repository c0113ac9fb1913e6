// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A day of a fleet, a twentieth of it late by up to a day and a tenth of it doubled, at a job that
 * holds nothing for longer than a second: every late span has its trace loaded back.
 */
class EvictionIT {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionIT.class);
  private static final int HOURS = 24;
  private static final int SPANS_AN_HOUR = 250;
  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final int SHOWN_DIFFERENCES = 10;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What one hour of the day brings, in a workspace of its own. */
  private record Hour(String workspace, Fleet fleet, FleetSender sender) {}

  @Test
  void lateAndDoubledSpansOfEvictedTraces_areToldOnce() throws Exception {
    try (RunningMillrace millrace =
        RunningMillrace.start(Map.of(Setting.FLINK_EVICT_AFTER_IDLE, "1s"))) {
      List<Hour> day = day(millrace);
      for (Hour hour : day) {
        hour.sender().send(hour.fleet().onTime());
      }
      awaitEvictionOfAll(millrace);
      for (Hour hour : day.subList(0, HOURS / 2)) {
        hour.sender().send(hour.fleet().late());
      }
      LOG.info("kill -9 of the pipeline, while it may be loading traces back");
      millrace.kill("pipeline");
      for (Hour hour : day.subList(HOURS / 2, HOURS)) {
        hour.sender().send(hour.fleet().late());
      }
      for (Hour hour : day) {
        await().atMost(WITHIN).untilAsserted(() -> requireRight(millrace, hour));
      }
      assertThat(counter(millrace, "recalledTraces")).as("traces loaded back").isPositive();
      requireBalance(millrace);
    }
  }

  private static List<Hour> day(RunningMillrace millrace) {
    Instant start = Instant.now().minus(Duration.ofHours(HOURS));
    List<Hour> day = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      String workspace = "hour-" + hour;
      Instant from = start.plus(Duration.ofHours(hour));
      day.add(
          new Hour(
              workspace,
              new Fleet(new FleetPlan(hour + 1, SPANS_AN_HOUR, 0, 0.05, 0.1, from, false)),
              new FleetSender(millrace.bridgeHttp(), workspace, FleetSender.Options.DEFAULT)));
    }
    return day;
  }

  private void awaitEvictionOfAll(RunningMillrace millrace) {
    await()
        .atMost(WITHIN)
        .untilAsserted(
            () -> {
              Object traces = millrace.query("SELECT count() AS n FROM traces").get(0).get("n");
              assertThat(counter(millrace, "evictedTraces"))
                  .isGreaterThanOrEqualTo(Long.parseLong(traces.toString()))
                  .isPositive();
            });
  }

  private static void requireRight(RunningMillrace millrace, Hour hour) throws IOException {
    FleetCheck check =
        new FleetCheck(
            millrace.sql(), hour.workspace(), hour.fleet().truth(), hour.sender().unsureSpans());
    assertThat(check.answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
  }

  private static void requireBalance(RunningMillrace millrace) throws Exception {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    assertThat(new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
  }

  /** Of an operator, all subtasks together. */
  private long counter(RunningMillrace millrace, String name)
      throws IOException, InterruptedException {
    URI metrics = millrace.http(Setting.FLINK_METRICS_PORT).resolve("/metrics");
    return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("flink_taskmanager_job_task_operator_" + name + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
