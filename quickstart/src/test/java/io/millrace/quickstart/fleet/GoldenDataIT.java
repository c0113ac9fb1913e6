// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * This version goes on from what an earlier one has written, in the middle of traces, with more and
 * then with fewer subtasks, and tells all once.
 */
class GoldenDataIT {
  private static final int SHOWN_DIFFERENCES = 10;

  @TempDir private Path data;

  @Test
  void savepointOfAnEarlierVersion_restoredAndRescaled_tellsAllOnce() throws Exception {
    GoldenData.unpack(data);
    Fleet fleet = new Fleet(GoldenData.plan());
    List<List<FleetRequest>> requests = GoldenData.requests(fleet);

    long unsure;
    try (RunningMillrace millrace =
        RunningMillrace.start(data, Map.of(Setting.FLINK_PARALLELISM, "2"))) {
      unsure = GoldenData.send(millrace, requests.get(1));
    }
    try (RunningMillrace millrace =
        RunningMillrace.start(data, Map.of(Setting.FLINK_PARALLELISM, "1"))) {
      unsure += GoldenData.send(millrace, requests.get(2));

      assertThat(
              new FleetCheck(millrace.sql(), GoldenData.WORKSPACE, fleet.truth(), unsure).answers())
          .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
      assertThat(audit(millrace).findings())
          .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
    }
  }

  private static AuditReport audit(RunningMillrace millrace) throws Exception {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    return new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run();
  }
}
