// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dashboard in a real browser, over what real agents sent and a made-up fleet; {@code
 * ./millrace test browser}. The tests themselves are in {@code dashboard/test/browser}.
 */
class DashboardBrowserIT {
  private static final Path DASHBOARD = Path.of("..", "dashboard").toAbsolutePath().normalize();
  private static final Path CORPUS = Path.of("..", "corpus");

  /** Each captured client has one. */
  private static final Path TRUTH = Path.of("expected.json");

  private static final String CORPUS_WORKSPACE = "corpus";
  private static final String FLEET_WORKSPACE = "fleet";

  /** Tests turn pages faster than people. */
  private static final Map<Setting, String> MORE_QUERIES =
      Map.of(Setting.QUERY_API_MAX_CONCURRENT_QUERIES, "32");

  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  @Test
  void dashboard_showsWhatSqlSaysAndStandsHostileTraces() throws Exception {
    try (RunningMillrace millrace = RunningMillrace.start(MORE_QUERIES)) {
      for (Path client : clients()) {
        millrace.send(client, ReplayPlan.into(CORPUS_WORKSPACE));
      }
      sendFleet(millrace);
      LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
          .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

      assertThat(browse(millrace)).as("exit code of the browser's tests").isZero();
    }
  }

  private static List<Path> clients() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(file -> file.endsWith(TRUTH)).map(Path::getParent).sorted().toList();
    }
  }

  /** As {@code millrace demo} sends it. */
  private static void sendFleet(RunningMillrace millrace) throws Exception {
    FleetPlan plan =
        new FleetPlan(7, 1_500, 900, 0, 0, Instant.now().minus(Duration.ofMinutes(31)), false);
    new LoadRun(
            new Fleet(plan),
            new FleetSender(millrace.bridgeHttp(), FLEET_WORKSPACE, FleetSender.Options.DEFAULT),
            millrace.sql(),
            FLEET_WORKSPACE,
            LoadRun.Patience.DEFAULT,
            line -> {})
        .sendUntilVisible();
  }

  private static int browse(RunningMillrace millrace) throws IOException, InterruptedException {
    ProcessBuilder tests =
        new ProcessBuilder(
                "node", "node_modules/.bin/vitest", "run", "--config", "browser.config.ts")
            .directory(DASHBOARD.toFile())
            .redirectErrorStream(true);
    var reader = millrace.readerEndpoint();
    tests
        .environment()
        .putAll(
            Map.ofEntries(
                entry("DASHBOARD", millrace.http(Setting.QUERY_API_PORT)),
                entry("BRIDGE", millrace.bridgeHttp()),
                entry("BRIDGE_METRICS", millrace.bridgeMetrics()),
                entry("SUPERVISOR_METRICS", millrace.http(Setting.SUPERVISOR_METRICS_PORT)),
                entry("CLICKHOUSE", reader.url()),
                entry("USER", reader.user()),
                entry("PASSWORD", reader.password()),
                entry("DATABASE", reader.database()),
                entry("CORPUS_WORKSPACE", CORPUS_WORKSPACE),
                entry("FLEET_WORKSPACE", FLEET_WORKSPACE)));
    Process running = tests.start();
    // Its streams cannot be this JVM's: on those surefire speaks with Maven.
    running.getOutputStream().close();
    try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(System.out::println);
    }
    return running.waitFor();
  }

  /** A variable of {@code dashboard/test/browser/millrace.ts}. */
  private static Map.Entry<String, String> entry(String name, Object value) {
    return Map.entry("MILLRACE_TEST_" + name, value.toString());
  }
}
