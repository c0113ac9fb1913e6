// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a small fleet's traffic of the last half hour and shows where to look. */
@Command(
    name = "demo",
    description = "Send the last half hour of a small made-up fleet, and show where to look.",
    footer = "Exit code 0: sent and shown; 1: something was refused; 3: nothing runs.")
final class DemoCommand implements Callable<Integer> {
  private static final int SPANS = 1_500;
  private static final int SPAN_BYTES = 900;

  /** The fleet's traces start within half an hour and take up to half a minute. */
  private static final Duration STARTED_AGO = Duration.ofMinutes(31);

  @Mixin private CommonOptions common;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      defaultValue = "demo",
      description = "Workspace to send into. Default: ${DEFAULT-VALUE}.")
  private String workspace;

  @Override
  public Integer call() throws InterruptedException {
    try (SqlReader reader = new SqlReader(common.clickHouseReader())) {
      send(reader);
      for (DemoQuestion question : DemoQuestion.values()) {
        ask(reader, question);
      }
      showAddresses();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private void send(SqlReader reader) throws IOException, InterruptedException {
    Instant now = Instant.now();
    FleetPlan plan =
        new FleetPlan(now.toEpochMilli(), SPANS, SPAN_BYTES, 0, 0, now.minus(STARTED_AGO), false);
    URI bridge =
        common
            .address("bridge-http")
            .orElseThrow(() -> CommandException.notRunning(common.folder().root()));
    System.out.printf("sending %d spans into workspace %s%n", SPANS, workspace);
    FleetSender sender = new FleetSender(bridge, workspace, FleetSender.Options.DEFAULT);
    new LoadRun(
            new Fleet(plan),
            sender,
            reader::query,
            workspace,
            LoadRun.Patience.DEFAULT,
            line -> System.out.println("  " + line))
        .sendUntilVisible();
  }

  private void ask(SqlReader reader, DemoQuestion question) throws IOException {
    String sql = question.sql(workspace);
    System.out.printf("%n%s%n./millrace sql \"%s\"%n", question.text(), sql);
    reader.stream(sql, Map.of(), "PrettyCompactMonoBlock", System.out);
    System.out.flush();
  }

  private void showAddresses() {
    System.out.println();
    common
        .address("query-api")
        .ifPresent(
            api -> {
              System.out.println("dashboard  " + api.resolve("/?workspace=" + workspace));
              System.out.println(
                  "query API  " + api.resolve("/api/v1/traces?workspace=" + workspace));
            });
    common.address("clickhouse").ifPresent(sql -> System.out.println("ClickHouse " + sql));
    common.address("flink").ifPresent(flink -> System.out.println("Flink      " + flink));
  }
}
