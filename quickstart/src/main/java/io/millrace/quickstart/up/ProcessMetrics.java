// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import io.millrace.quickstart.data.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is counted of each child process, by its name in the label {@code process}.
 *
 * <ul>
 *   <li>{@code millrace_process_ready}: 1 while all of it answers, else 0.
 *   <li>{@code millrace_process_restarts_total}: alert when it grows.
 *   <li>{@code millrace_process_since_seconds}: when it entered its phase, Unix time.
 *   <li>{@code millrace_process_resident_bytes}: its memory; NaN where there is no {@code /proc}.
 *   <li>{@code millrace_process_cpu_seconds}: of its present life.
 * </ul>
 */
final class ProcessMetrics implements MeterBinder {
  private static final double MILLIS = 1000.0;
  private static final double NANOS = 1e9;

  private final Supplier<RunState> state;

  ProcessMetrics(Supplier<RunState> state) {
    this.state = state;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ProcessState process : state.get().processes()) {
      String name = process.name();
      gauge(registry, "ready", name, p -> p.phase() == Phase.READY ? 1 : 0);
      gauge(registry, "since.seconds", name, p -> p.sinceUnixMillis() / MILLIS);
      gauge(registry, "resident.bytes", name, ProcessMetrics::residentBytes);
      gauge(registry, "cpu.seconds", name, ProcessMetrics::cpuSeconds);
      FunctionCounter.builder("millrace.process.restarts", this, m -> m.now(name).restarts())
          .tag("process", name)
          .register(registry);
    }
  }

  private interface Value {
    double of(ProcessState process);
  }

  private void gauge(MeterRegistry registry, String what, String process, Value value) {
    Gauge.builder("millrace.process." + what, () -> value.of(now(process)))
        .tag("process", process)
        .register(registry);
  }

  private ProcessState now(String name) {
    return state.get().processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double cpuSeconds(ProcessState process) {
    return process
        .process()
        .find()
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(Duration::toNanos)
        .map(nanos -> nanos / NANOS)
        .orElse(Double.NaN);
  }

  /** Linux tells it in {@code /proc/PID/status} as {@code VmRSS: 1234 kB}. */
  private static double residentBytes(ProcessState process) {
    Path status = Path.of("/proc", String.valueOf(process.process().pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException gone) {
      return Double.NaN;
    }
  }
}
