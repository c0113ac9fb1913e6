// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.supervise.ProcessPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Children of a supervisor that was killed: they end by themselves, but need a moment, in which
 * they still hold ports and folders, and one that is stopped or hangs does not end. They are known
 * by their command line, which names a log file of the data folder: that holds at any moment of a
 * kill, and never for a process of somebody else.
 */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private Leftovers() {}

  /**
   * Waits for the children of the last run to end, and ends them when they do not. The caller holds
   * the folder's lock: no supervisor lives that they could belong to.
   */
  static void await(DataFolder folder) throws InterruptedException {
    await(folder, END_WITHIN);
  }

  static void await(DataFolder folder, Duration endWithin) throws InterruptedException {
    List<ProcessHandle> left = find(folder);
    if (left.isEmpty()) {
      return;
    }
    log.info("waiting for processes {} of the last run to end", pids(left));
    if (!haveEnded(left, endWithin)) {
      left.removeIf(child -> !child.isAlive());
      log.warn("processes {} of the last run did not end: ended by force", pids(left));
      left.forEach(ProcessHandle::destroyForcibly);
      haveEnded(left, endWithin);
    }
  }

  private static List<ProcessHandle> find(DataFolder folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> logsInto(folder.logFolder(), process))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static boolean logsInto(Path logFolder, ProcessHandle process) {
    Optional<String[]> arguments = process.info().arguments();
    return arguments.stream()
        .flatMap(Arrays::stream)
        .filter(argument -> argument.startsWith(ProcessPlan.LOG_FILE_FLAG))
        .map(argument -> Path.of(argument.substring(ProcessPlan.LOG_FILE_FLAG.length())))
        .anyMatch(logFile -> isSame(logFolder, logFile.getParent()));
  }

  private static boolean isSame(Path folder, Path other) {
    try {
      return other != null && Files.exists(other) && Files.isSameFile(folder, other);
    } catch (IOException e) {
      log.debug("{} cannot be compared: not of this data folder", other, e);
      return false;
    }
  }

  private static boolean haveEnded(List<ProcessHandle> children, Duration within)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(
              children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      log.debug("not all have ended", e);
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot be awaited", e);
    }
  }

  private static List<Long> pids(List<ProcessHandle> processes) {
    return processes.stream().map(ProcessHandle::pid).toList();
  }
}
