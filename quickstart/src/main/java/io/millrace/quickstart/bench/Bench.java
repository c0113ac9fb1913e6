// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.benchmarks.truth.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of all measurements, one after another. */
public final class Bench {
  private final BenchTarget target;
  private final BenchPlan plan;
  private final Consumer<String> progress;

  /** Workspaces of this run only. */
  private final String workspace = "bench-" + Instant.now().getEpochSecond();

  /**
   * A run.
   *
   * @param progress gets a line for each step
   */
  public Bench(BenchTarget target, BenchPlan plan, Consumer<String> progress) {
    this.target = target;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures everything that can be measured of the target.
   *
   * @throws IOException if a part does not answer, or refuses what is sent
   */
  public BenchResult run() throws IOException, InterruptedException {
    BenchResult.Machine machine = MachineReader.read();
    Optional<BenchResult.Idle> idle = idle();
    say("warming up with %,d spans", plan.warmUpSpans());
    load("-warm-up", plan.warmUpSpans()).run();

    Optional<StorageMeter> meter = target.local().map(local -> new StorageMeter(target, local));
    Map<String, Long> tablesBefore = meter.isPresent() ? meter.get().tableBytes() : Map.of();
    long logBefore = meter.isPresent() ? meter.get().logBytes() : 0;
    BenchResult.Throughput throughput = throughput();
    say(
        "%,.0f spans/s visible, %,.0f/s acknowledged, %,.0f us of CPU a span",
        throughput.visiblePerSecond(),
        throughput.acknowledgedPerSecond(),
        throughput.cpuMicrosPerSpan().values().stream().mapToDouble(micros -> micros).sum());
    Optional<BenchResult.Storage> storage =
        meter.isPresent()
            ? Optional.of(meter.get().since(tablesBefore, logBefore, throughput.spans()))
            : Optional.empty();

    say("freshness: %d probes beside %d spans/s", plan.probes(), plan.backgroundSpansPerSecond());
    BenchResult.Freshness freshness =
        new FreshnessProbes(target.bridge(), target.sql(), plan, workspace + "-probes").measure();
    say("%,d ms p50, %,d ms p95", freshness.p50Millis(), freshness.p95Millis());
    say("freshness beside a trace that grows to %,d spans, and goes on", plan.largeTraceSpans());
    BenchResult.BesideLargeTrace beside =
        new LargeTrace(target.bridge(), target.sql(), plan, workspace + "-large").measure();
    return new BenchResult(machine, idle, throughput, freshness, live(), beside, storage, bridge());
  }

  private Optional<BenchResult.Live> live() throws IOException, InterruptedException {
    if (target.local().isEmpty()) {
      return Optional.empty();
    }
    say("live stream and assessments: %d probes each", plan.probes());
    LiveProbes probes =
        new LiveProbes(
            target.bridge(),
            target.local().get().queryApi(),
            target.sql(),
            plan,
            workspace + "-live");
    return Optional.of(new BenchResult.Live(probes.streamed(), probes.assessed()));
  }

  private Optional<BenchResult.Idle> idle() throws IOException, InterruptedException {
    if (target.processes().isEmpty()) {
      return Optional.empty();
    }
    say("idle for %d s, after %d s", plan.idle().toSeconds(), plan.settle().toSeconds());
    TimeUnit.MILLISECONDS.sleep(plan.settle().toMillis());
    ProcessMeter meter = ProcessMeter.of(target.processes());
    long startNanos = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(plan.idle().toMillis());
    List<BenchResult.ProcessUse> uses = meter.read();
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double cpuSeconds = uses.stream().mapToDouble(BenchResult.ProcessUse::cpuSeconds).sum();
    long resident = uses.stream().mapToLong(BenchResult.ProcessUse::residentBytes).sum();
    return Optional.of(new BenchResult.Idle(seconds, 100 * cpuSeconds / seconds, resident, uses));
  }

  private BenchResult.Throughput throughput() throws IOException, InterruptedException {
    say("throughput: %,d spans of %,d bytes", plan.spans(), plan.spanBytes());
    LoadRun run = load("-throughput", plan.spans());
    run.prepareIn(temporaryFolder());
    ProcessMeter meter = ProcessMeter.withThisOne(target.processes());
    run.sendUntilVisible();
    List<BenchResult.ProcessUse> uses = meter.read();
    LoadRun.Result result = run.verdict();
    Map<String, Double> microsPerSpan = new LinkedHashMap<>();
    uses.forEach(use -> microsPerSpan.put(use.process(), use.cpuSeconds() * 1e6 / result.spans()));
    return new BenchResult.Throughput(
        result.spans(),
        (double) run.truth().total(Measure.SPAN_BYTES) / result.spans(),
        result.spans() * 1e9 / result.acknowledgedNanos(),
        result.spans() * 1e9 / result.visibleNanos(),
        result.answers().stream().mapToLong(FleetCheck.Answer::compared).sum(),
        result.answers().stream().mapToLong(answer -> answer.differences().size()).sum(),
        microsPerSpan,
        uses);
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private LoadRun load(String suffix, long spans) {
    FleetPlan fleet =
        new FleetPlan(
            plan.seed(),
            spans,
            plan.spanBytes(),
            0,
            0,
            Instant.now().minus(Duration.ofHours(1)),
            target.emitterCostFirst());
    FleetSender sender =
        new FleetSender(target.bridge(), workspace + suffix, FleetSender.Options.DEFAULT);
    return new LoadRun(
        new Fleet(fleet),
        sender,
        target.sql(),
        workspace + suffix,
        LoadRun.Patience.DEFAULT,
        progress);
  }

  private List<BenchResult.BridgeRate> bridge() throws IOException, InterruptedException {
    if (target.local().isEmpty()) {
      return List.of();
    }
    say("the bridge alone, at %s bytes a span", plan.bridgeSpanBytes());
    return new BridgeRates(target.local().get(), plan, workspace + "-bridge").measure();
  }

  private void say(String format, Object... arguments) {
    progress.accept(String.format(Locale.ROOT, format, arguments));
  }
}
