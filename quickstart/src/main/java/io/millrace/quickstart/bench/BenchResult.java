// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured, as {@code bench --json} writes it. What could not be measured is absent. */
public record BenchResult(
    Machine machine,
    Optional<Idle> idle,
    Throughput throughput,
    Freshness freshness,
    Optional<Live> live,
    BesideLargeTrace besideLargeTrace,
    Optional<Storage> storage,
    List<BridgeRate> bridge) {
  public BenchResult {
    bridge = List.copyOf(bridge);
  }

  /**
   * Where it was measured.
   *
   * @param loadAverage of the minute before the start: what else the machine had to do
   */
  public record Machine(
      String time,
      int processors,
      String processor,
      long memoryBytes,
      String operatingSystem,
      String java,
      double loadAverage) {}

  /**
   * What one process took.
   *
   * @param cpuSeconds in the time that was measured
   * @param residentBytes at its end
   * @param peakResidentBytes since the process began
   */
  public record ProcessUse(
      String process, double cpuSeconds, long residentBytes, long peakResidentBytes) {}

  /**
   * Nothing is sent.
   *
   * @param cpuPercentOfOneCore of all processes together
   */
  public record Idle(
      double seconds, double cpuPercentOfOneCore, long residentBytes, List<ProcessUse> processes) {}

  /**
   * As fast as it goes.
   *
   * @param acknowledgedPerSecond spans, first export to last acknowledgement
   * @param visiblePerSecond spans, first export to last one visible in SQL
   * @param wrongNumbers of all views, held against the fleet's truth
   * @param cpuMicrosPerSpan by process; "bench" is the generator and sender itself
   */
  public record Throughput(
      long spans,
      double spanBytes,
      double acknowledgedPerSecond,
      double visiblePerSecond,
      long comparedNumbers,
      long wrongNumbers,
      Map<String, Double> cpuMicrosPerSpan,
      List<ProcessUse> processes) {}

  /** Milliseconds from an export's sending to its trace in a SELECT, polled every 25 ms. */
  public record Freshness(
      int probes,
      long backgroundSpansPerSecond,
      long p50Millis,
      long p95Millis,
      long p99Millis,
      long maxMillis) {}

  /**
   * What people wait for, nothing else being sent.
   *
   * @param streamed a trace from its export's sending to its event in the live stream
   * @param assessed an assessment from its request to its row in a SELECT, polled every 25 ms
   */
  public record Live(Times streamed, Times assessed) {}

  /** Milliseconds that probes took. */
  public record Times(int probes, long p50Millis, long p95Millis, long maxMillis) {}

  /**
   * The freshness of other traces, to be held against {@link #freshness}.
   *
   * @param spans of the one trace, all of which were visible in the end
   * @param grows while it was sent
   * @param goesOn while 100 spans a second came for it
   */
  public record BesideLargeTrace(long spans, Freshness grows, Freshness goesOn) {}

  /**
   * On disk, after the throughput run.
   *
   * @param tableBytesPerSpan of ClickHouse's active parts, all tables
   * @param logBytesPerSpan of Kafka's topic otlp.spans.v1
   */
  public record Storage(
      long spans,
      double tableBytesPerSpan,
      double logBytesPerSpan,
      Map<String, Double> bytesPerSpanByTable) {}

  /** A bridge in a process of its own, without the job. */
  public record BridgeRate(
      double spanBytes, long spans, double spansPerCpuSecond, double megabytesPerCpuSecond) {}
}
