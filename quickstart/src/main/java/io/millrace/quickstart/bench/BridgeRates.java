// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.Measure;
import io.millrace.quickstart.supervise.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many spans a bridge takes for a second of processor time, by their size. */
final class BridgeRates {
  private static final String HEAP = "-Xmx256m";
  private static final long STOP_WITHIN_SECONDS = 30;

  private final BenchTarget.Local local;
  private final BenchPlan plan;
  private final String workspace;

  BridgeRates(BenchTarget.Local local, BenchPlan plan, String workspace) {
    this.local = local;
    this.plan = plan;
    this.workspace = workspace;
  }

  List<BenchResult.BridgeRate> measure() throws IOException, InterruptedException {
    Process process = launch();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String address = output.readLine();
      if (address == null) {
        throw new IOException("the bridge has not started; see " + log());
      }
      return measure(process.toHandle(), URI.create(address));
    } finally {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private List<BenchResult.BridgeRate> measure(ProcessHandle bridge, URI address)
      throws IOException, InterruptedException {
    List<BenchResult.BridgeRate> rates = new ArrayList<>();
    for (int spanBytes : plan.bridgeSpanBytes()) {
      send(address, spanBytes, plan.bridgeBytes() / 4); // compiled by then
      rates.add(measure(bridge, address, spanBytes));
    }
    return rates;
  }

  private BenchResult.BridgeRate measure(ProcessHandle bridge, URI address, int spanBytes)
      throws IOException, InterruptedException {
    ProcessMeter meter = ProcessMeter.of("bridge", bridge);
    Fleet sent = send(address, spanBytes, plan.bridgeBytes());
    double cpuSeconds = meter.read().get(0).cpuSeconds();
    long spans = sent.truth().total(Measure.SPANS);
    double bytes = sent.truth().total(Measure.SPAN_BYTES);
    return new BenchResult.BridgeRate(
        bytes / spans, spans, spans / cpuSeconds, bytes / 1e6 / cpuSeconds);
  }

  private Fleet send(URI address, int spanBytes, long bytes)
      throws IOException, InterruptedException {
    FleetPlan fleetPlan =
        new FleetPlan(
            plan.seed(),
            Math.max(1, bytes / spanBytes),
            spanBytes,
            0,
            0,
            Instant.now().minus(Duration.ofHours(1)),
            false);
    Fleet fleet = new Fleet(fleetPlan);
    new FleetSender(address, workspace, FleetSender.Options.DEFAULT).send(fleet.onTime());
    return fleet;
  }

  private Process launch() throws IOException {
    return JavaCommand.of(
            List.of(
                HEAP,
                "-XX:+UseSerialGC",
                "-Dmillrace.log.file=" + log(),
                BridgeAlone.class.getName(),
                local.kafka(),
                local.schemaRegistry().toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Path log() {
    return local.folder().logFolder().resolve("bench-bridge.log");
  }
}
