// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.quickstart.data.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time and memory of processes, from their making on. Linux: memory is read in /proc. */
final class ProcessMeter {
  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final Map<String, Duration> before = new LinkedHashMap<>();

  private ProcessMeter(Map<String, ProcessHandle> processes) {
    this.processes.putAll(processes);
    processes.forEach((name, process) -> before.put(name, cpu(process)));
  }

  /** Measures child processes from now on. */
  static ProcessMeter of(List<ProcessState> states) {
    return new ProcessMeter(handles(states));
  }

  /** Measures child processes and this one, by the name of bench. */
  static ProcessMeter withThisOne(List<ProcessState> states) {
    Map<String, ProcessHandle> all = handles(states);
    all.put("bench", ProcessHandle.current());
    return new ProcessMeter(all);
  }

  /** Measures one process from now on. */
  static ProcessMeter of(String name, ProcessHandle process) {
    return new ProcessMeter(Map.of(name, process));
  }

  /** What each has taken since. */
  List<BenchResult.ProcessUse> read() throws IOException {
    List<BenchResult.ProcessUse> uses = new ArrayList<>();
    for (Map.Entry<String, ProcessHandle> process : processes.entrySet()) {
      Duration cpu = cpu(process.getValue()).minus(before.get(process.getKey()));
      Path status = Path.of("/proc", Long.toString(process.getValue().pid()), "status");
      List<String> lines = Files.readAllLines(status);
      uses.add(
          new BenchResult.ProcessUse(
              process.getKey(),
              cpu.toNanos() / 1e9,
              kibibytes(lines, "VmRSS:"),
              kibibytes(lines, "VmHWM:")));
    }
    return uses;
  }

  private static Map<String, ProcessHandle> handles(List<ProcessState> states) {
    Map<String, ProcessHandle> handles = new LinkedHashMap<>();
    for (ProcessState state : states) {
      handles.put(
          state.name(),
          state
              .process()
              .find()
              .orElseThrow(() -> new IllegalStateException(state.name() + " does not run")));
    }
    return handles;
  }

  private static Duration cpu(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("process " + process.pid() + " has ended"));
  }

  private static long kibibytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
