// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.settings.Setting;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a fleet's traffic whose truth is known, and holds every view against it. */
@Command(
    name = "load",
    description = {
      "Send a generated fleet's traffic, each request until it is acknowledged, then hold",
      "every public view against what is true of it."
    },
    footer = "Exit code 0: every number is right; 1: one is not; 3: nothing runs.")
final class LoadCommand implements Callable<Integer> {
  /** How far back the first trace starts: all of them have ended, no minute is still open. */
  private static final Duration STARTED_AGO = Duration.ofHours(1);

  @Mixin private CommonOptions common;

  @Option(
      names = "--spans",
      paramLabel = "N",
      defaultValue = "100000",
      description = "At least so many; the last trace is whole. Default: ${DEFAULT-VALUE}.")
  private long spans;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same traffic. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0",
      description = "Not more than so many spans a second. Default: as many as are acknowledged.")
  private long rate;

  @Option(
      names = "--size",
      paramLabel = "B",
      defaultValue = "1024",
      description =
          "Bytes of a span, filled up with messages; 0 = brief. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--late",
      paramLabel = "P",
      defaultValue = "0",
      description = "Share of the spans, 0 to 1, that are sent when all others are visible.")
  private double late;

  @Option(
      names = "--double",
      paramLabel = "P",
      defaultValue = "0",
      description = "Share of the requests, 0 to 1, that are sent twice.")
  private double doubled;

  @Option(
      names = "--connections",
      paramLabel = "C",
      defaultValue = "4",
      description = "Requests at a time. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "Workspace to send into; it must have no data. Default: one of its own.")
  private String workspace;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "OTLP/HTTP of the bridge. Default: that of the running millrace.")
  private URI endpoint;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long nothing more may become visible until what is there is compared."
              + " Default: ${DEFAULT-VALUE}.")
  private long waitSeconds;

  @Override
  public Integer call() throws InterruptedException {
    try (SqlReader reader = new SqlReader(common.clickHouseReader())) {
      Fleet fleet = new Fleet(plan());
      FleetSender sender = new FleetSender(bridge(), workspace(), options());
      requireEmpty(reader);
      System.out.printf("load: seed %d into workspace %s%n", seed, workspace());
      LoadRun.Result result =
          new LoadRun(
                  fleet,
                  sender,
                  reader::query,
                  workspace(),
                  patience(),
                  line -> System.out.println("  " + line))
              .run();
      System.out.print(LoadReport.of(result));
      return result.right() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private FleetPlan plan() {
    return new FleetPlan(
        seed,
        spans,
        size,
        late,
        doubled,
        Instant.now().minus(STARTED_AGO).truncatedTo(ChronoUnit.MINUTES),
        common.settings().text(Setting.COST_PRECEDENCE).equalsIgnoreCase("emitter"));
  }

  private FleetSender.Options options() {
    return new FleetSender.Options(connections, rate, FleetSender.Options.DEFAULT.patience());
  }

  private LoadRun.Patience patience() {
    return new LoadRun.Patience(
        Duration.ofSeconds(waitSeconds), LoadRun.Patience.DEFAULT.settled());
  }

  private URI bridge() {
    return endpoint != null
        ? endpoint
        : common
            .address("bridge-http")
            .orElseThrow(() -> CommandException.notRunning(common.folder().root()));
  }

  private String workspace() {
    if (workspace == null) {
      workspace = "load-" + seed + "-" + Instant.now().getEpochSecond();
    }
    return workspace;
  }

  /** What is there already would be told beside the fleet's. */
  private void requireEmpty(SqlReader reader) throws IOException {
    if (FleetCheck.visibleSpans(reader::query, workspace()) > 0) {
      throw new CommandException(
          ExitCode.USAGE,
          "workspace %s has data already, so nothing could be checked in it: --workspace another"
              .formatted(workspace()));
    }
  }
}
