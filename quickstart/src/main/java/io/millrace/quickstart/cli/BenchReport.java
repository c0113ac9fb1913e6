// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.bench.BenchResult;
import java.util.List;
import java.util.Locale;

/** What a bench measured, as tables for a terminal. */
final class BenchReport {
  private static final double MEBIBYTE = 1 << 20;

  private final StringBuilder text = new StringBuilder();

  private BenchReport() {}

  static String of(BenchResult result) {
    BenchReport report = new BenchReport();
    report.machine(result.machine());
    report.throughput(result.throughput());
    report.freshness(result.freshness());
    result.live().ifPresent(report::live);
    report.beside(result.besideLargeTrace(), result.freshness());
    result.storage().ifPresent(report::storage);
    result.bridge().forEach(report::bridge);
    result.idle().ifPresent(report::idle);
    report.processes("under load", result.throughput().processes());
    return report.text.toString();
  }

  private void machine(BenchResult.Machine machine) {
    line(
        "%d x %s, %.0f GiB, %s, %s; load average before: %.1f",
        machine.processors(),
        machine.processor(),
        machine.memoryBytes() / MEBIBYTE / 1024,
        machine.operatingSystem(),
        machine.java(),
        machine.loadAverage());
  }

  private void throughput(BenchResult.Throughput throughput) {
    line(
        "end to end            %,10.0f spans/s visible in SQL, %,.0f/s acknowledged (%,d spans of %,.0f bytes)",
        throughput.visiblePerSecond(),
        throughput.acknowledgedPerSecond(),
        throughput.spans(),
        throughput.spanBytes());
    line(
        "every view            %,10d numbers compared, %,d wrong",
        throughput.comparedNumbers(), throughput.wrongNumbers());
    throughput
        .cpuMicrosPerSpan()
        .forEach((process, micros) -> line("  %-19s %,10.1f us of CPU a span", process, micros));
  }

  private void freshness(BenchResult.Freshness freshness) {
    line(
        "export to SELECT      %,10d ms p50, %,d ms p95, %,d ms p99, %,d ms at most (%d probes beside %d spans/s)",
        freshness.p50Millis(),
        freshness.p95Millis(),
        freshness.p99Millis(),
        freshness.maxMillis(),
        freshness.probes(),
        freshness.backgroundSpansPerSecond());
  }

  private void live(BenchResult.Live live) {
    times("export to live stream", live.streamed());
    times("assessment to SELECT", live.assessed());
  }

  private void times(String what, BenchResult.Times times) {
    line(
        "%-21s %,10d ms p50, %,d ms p95, %,d ms at most (%d probes)",
        what, times.p50Millis(), times.p95Millis(), times.maxMillis(), times.probes());
  }

  private void beside(BenchResult.BesideLargeTrace beside, BenchResult.Freshness usual) {
    line(
        "beside a large trace  %,10d ms p50 while it grows to %,d spans (%.1f times), %,d ms while"
            + " it goes on (%.1f times)",
        beside.grows().p50Millis(),
        beside.spans(),
        (double) beside.grows().p50Millis() / usual.p50Millis(),
        beside.goesOn().p50Millis(),
        (double) beside.goesOn().p50Millis() / usual.p50Millis());
  }

  private void storage(BenchResult.Storage storage) {
    line(
        "storage               %,10.0f bytes a span in ClickHouse, %,.0f in Kafka's log",
        storage.tableBytesPerSpan(), storage.logBytesPerSpan());
    storage
        .bytesPerSpanByTable()
        .forEach((table, bytes) -> line("  %-19s %,10.1f bytes a span", table, bytes));
  }

  private void bridge(BenchResult.BridgeRate rate) {
    line(
        "bridge at %,7.0f B    %,10.0f spans a CPU-second, %,.0f MB a CPU-second",
        rate.spanBytes(), rate.spansPerCpuSecond(), rate.megabytesPerCpuSecond());
  }

  private void idle(BenchResult.Idle idle) {
    line(
        "idle                  %,10.1f %% of one core, %,.0f MiB resident (%.0f s)",
        idle.cpuPercentOfOneCore(), idle.residentBytes() / MEBIBYTE, idle.seconds());
    processes("idle", idle.processes());
  }

  private void processes(String when, List<BenchResult.ProcessUse> processes) {
    for (BenchResult.ProcessUse use : processes) {
      line(
          "  %-10s %-10s %8.1f s of CPU, %,6.0f MiB resident, %,6.0f at most",
          use.process(),
          when,
          use.cpuSeconds(),
          use.residentBytes() / MEBIBYTE,
          use.peakResidentBytes() / MEBIBYTE);
    }
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
