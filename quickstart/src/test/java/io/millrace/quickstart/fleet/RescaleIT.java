// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that goes on from another's checkpoint with more or fewer subtasks, in the middle of
 * traces, tells what one tells that was never stopped.
 */
class RescaleIT {
  private static final Logger LOG = LoggerFactory.getLogger(RescaleIT.class);
  private static final long SEED = 11;
  private static final int SPANS = 6_000;
  private static final String WORKSPACE = "rescale";
  private static final List<Integer> PARALLELISMS = List.of(1, 2, 1);
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);
  private static final int SHOWN_DIFFERENCES = 10;

  @TempDir private Path data;

  @Test
  void job_rescaledInTheMiddleOfTraces_tellsAllOnce() throws Exception {
    LOG.info("seed {}, {} spans", SEED, SPANS);
    Fleet fleet =
        new Fleet(
            new FleetPlan(
                SEED, SPANS, 0, 0.2, 0.1, Instant.now().minus(Duration.ofHours(1)), false));
    List<FleetRequest> requests = new ArrayList<>();
    fleet.onTime().forEachRemaining(requests::add);
    fleet.late().forEachRemaining(requests::add);

    for (int life = 0; life < PARALLELISMS.size(); life++) {
      int from = requests.size() * life / PARALLELISMS.size();
      int to = requests.size() * (life + 1) / PARALLELISMS.size();
      String parallelism = PARALLELISMS.get(life).toString();
      try (RunningMillrace millrace =
          RunningMillrace.start(data, Map.of(Setting.FLINK_PARALLELISM, parallelism))) {
        long unsure = send(millrace, requests.subList(from, to).iterator());
        if (to == requests.size()) {
          assertRight(millrace, fleet, unsure);
        }
      }
    }
  }

  /** Sends, and waits until it is shown; returns spans that may be doubled. */
  private static long send(RunningMillrace millrace, Iterator<FleetRequest> requests)
      throws Exception {
    FleetSender sender =
        new FleetSender(millrace.bridgeHttp(), WORKSPACE, FleetSender.Options.DEFAULT);
    sender.send(requests);
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
    return sender.unsureSpans();
  }

  private static void assertRight(RunningMillrace millrace, Fleet fleet, long unsure)
      throws Exception {
    assertThat(new FleetCheck(millrace.sql(), WORKSPACE, fleet.truth(), unsure).answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    assertThat(new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
  }
}
