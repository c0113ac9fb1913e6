// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.chaos.ChaosPlan;
import io.millrace.quickstart.chaos.ChaosResult;
import io.millrace.quickstart.chaos.ChaosRun;
import io.millrace.quickstart.chaos.TcpProxy;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.up.ClusterBehindProxy;
import io.millrace.quickstart.up.FreePorts;
import io.millrace.quickstart.up.LocalMillrace;
import io.millrace.quickstart.up.QuietListener;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.Generations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Breaks a local cluster of its own while a fleet sends, and says whether every number held. */
@Command(
    name = "chaos",
    description = {
      "Start a local cluster of its own, send a day of a fleet's traffic whose truth is known (5 %% late by",
      "up to a day, 10 %% of the requests twice), and meanwhile kill, stop and cut off its processes at random. At",
      "the end, hold every view against the truth, and the tables against the log."
    },
    footer = "Exit code 0: nothing lost, nothing doubled, numbers flowed again each time; 1: else.")
final class ChaosCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long faults strike. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed gives the same traffic and faults. Default: any, printed.")
  private Long seed;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "300",
      description = "Spans a second of the fleet. Default: ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--replay",
      description = "Have a replay begin when half of the time is over; it must take over.")
  private boolean replay;

  @Override
  public Integer call() throws InterruptedException, StartException {
    try {
      ChaosPlan plan =
          new ChaosPlan(
              seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed,
              Duration.ofMillis(Math.round(minutes * 60_000)),
              rate,
              replay);
      Settings settings = common.settings();
      boolean temporary = settings.isEmpty(Setting.DATA_DIRECTORY);
      Path data = temporary ? Files.createTempDirectory("millrace-chaos") : common.folder().root();
      System.out.printf("chaos: seed %d, data and logs in %s%n", plan.seed(), data);
      DataFolder folder = new DataFolder(data);
      folder.prepare();
      System.setProperty("millrace.log.file", folder.logFolder().resolve("chaos.log").toString());
      ChaosResult result = run(plan, settings, folder);
      System.out.print(ChaosReport.of(plan, result));
      if (temporary && result.held()) {
        folder.delete();
      }
      return result.held() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private ChaosResult run(ChaosPlan plan, Settings settings, DataFolder folder)
      throws IOException, InterruptedException, StartException {
    int enginePort = FreePorts.one();
    try (TcpProxy clickHouse = TcpProxy.start(FreePorts.one(), enginePort);
        LocalMillrace cluster =
            LocalMillrace.start(
                new ClusterBehindProxy(enginePort),
                onFreePorts(settings, clickHouse.port()),
                folder,
                common.engineFolder(),
                new QuietListener());
        SqlReader tables =
            new SqlReader(
                ClickHouseAccounts.embeddedReader(
                    URI.create("http://127.0.0.1:" + enginePort), cluster.settings(), folder));
        SqlReader writer =
            new SqlReader(
                ClickHouseAccounts.writer(
                    cluster.settings().with(port(enginePort)), cluster.folder()))) {
      Generations generations = new Generations(writer);
      return new ChaosRun(plan, cluster, clickHouse, tables, generations, ChaosCommand::tell).run();
    }
  }

  private static Map<Setting, String> port(int clickHouse) {
    return Map.of(Setting.CLICKHOUSE_PORT, String.valueOf(clickHouse));
  }

  private static Settings onFreePorts(Settings settings, int clickHousePort) {
    Map<Setting, String> ports = new EnumMap<>(Setting.class);
    FreePorts.all().forEach(port -> ports.put(port, "0"));
    ports.putAll(port(clickHousePort));
    return settings.with(ports);
  }

  private static void tell(String line) {
    System.out.println("  " + line);
  }
}
