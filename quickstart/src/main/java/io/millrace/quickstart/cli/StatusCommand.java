// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.up.ServiceHealth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells address, process id and health of each part. */
@Command(
    name = "status",
    description = "Tell address, pid, health, restarts and since when, of each process.",
    footer = "Exit code 0: all healthy; 1: something is not; 3: nothing runs.")
final class StatusCommand implements Callable<Integer> {

  /** One service of one process; {@code since} is when the process entered its phase, ISO 8601. */
  record ServiceStatus(
      String process,
      long pid,
      String phase,
      String since,
      int restarts,
      String service,
      String address,
      boolean healthy) {}

  /** Everything, as {@code --json} prints it. */
  record Status(
      String data,
      long supervisorPid,
      String supervisorUrl,
      boolean healthy,
      List<ServiceStatus> services) {}

  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    RunState running =
        common.running().orElseThrow(() -> CommandException.notRunning(common.folder().root()));
    Status status = status(running);
    System.out.println(json ? toJson(status) : toTable(status));
    return status.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Status status(RunState running) throws InterruptedException {
    List<ServiceStatus> services = new ArrayList<>();
    ServiceHealth health = new ServiceHealth();
    for (ProcessState process : running.processes()) {
      addServices(process, health, services);
    }
    boolean healthy = running.ready() && services.stream().allMatch(ServiceStatus::healthy);
    return new Status(
        common.folder().root().toString(),
        running.supervisor().pid(),
        running.supervisorUrl(),
        healthy,
        services);
  }

  private static void addServices(
      ProcessState process, ServiceHealth health, List<ServiceStatus> services)
      throws InterruptedException {
    Map<String, String> addresses =
        process.addresses().isEmpty() ? Map.of("", "") : process.addresses();
    for (Map.Entry<String, String> service : addresses.entrySet()) {
      boolean well =
          process.phase() == ProcessState.Phase.READY
              && health.isWell(service.getKey(), service.getValue());
      services.add(
          new ServiceStatus(
              process.name(),
              process.process().pid(),
              process.phase().name().toLowerCase(Locale.ROOT),
              Instant.ofEpochMilli(process.sinceUnixMillis())
                  .truncatedTo(ChronoUnit.SECONDS)
                  .toString(),
              process.restarts(),
              service.getKey(),
              service.getValue(),
              well));
    }
  }

  private static String toJson(Status status) throws JsonProcessingException {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(status);
  }

  private static String toTable(Status status) {
    StringBuilder table = new StringBuilder();
    table.append(
        "data %s, supervisor pid %d %s%n"
            .formatted(status.data(), status.supervisorPid(), status.supervisorUrl()));
    for (ServiceStatus service : status.services()) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-11s %8d  %-11s %-21s %-16s %-28s %s%s%n",
              service.process(),
              service.pid(),
              service.phase(),
              service.since(),
              service.service(),
              service.address(),
              service.healthy() ? "healthy" : "NOT HEALTHY",
              service.restarts() == 0 ? "" : ", restarts: " + service.restarts()));
    }
    return table.toString().stripTrailing();
  }
}
