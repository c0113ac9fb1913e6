// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.up.LocalMillrace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has faults befall a running cluster; returns when what lasts is over. */
final class Strikes {
  private static final Logger log = LoggerFactory.getLogger(Strikes.class);

  /** With 16 KiB a time, 200 KiB a second. */
  private static final Duration SLOW_PAUSE = Duration.ofMillis(80);

  /** A larger disk is somebody's, and would take too long to fill. */
  private static final long LARGEST_FILLED_BYTES = 8L << 30;

  private static final int FILL_CHUNK_BYTES = 1 << 20;

  private final LocalMillrace cluster;
  private final TcpProxy clickHouse;

  /**
   * Strikes at a cluster.
   *
   * @param clickHouse through which its job reaches ClickHouse
   */
  Strikes(LocalMillrace cluster, TcpProxy clickHouse) {
    this.cluster = cluster;
    this.clickHouse = clickHouse;
  }

  /** Every process that may be struck. */
  List<String> victims() {
    return cluster.state().processes().stream().map(ProcessState::name).toList();
  }

  /** Whether the data folder has a small disk of its own, so that it may be filled. */
  boolean canFillDisk() throws IOException {
    return Files.getFileStore(cluster.folder().root()).getTotalSpace() <= LARGEST_FILLED_BYTES;
  }

  /** Strikes, and returns when it is over how many processes were killed. */
  int strike(Fault fault) throws IOException, InterruptedException {
    switch (fault.kind()) {
      case KILL -> {
        return kill(fault.victims());
      }
      case STANDSTILL -> standStill(fault);
      case REFUSE -> {
        clickHouse.refuse();
        pause(fault.lasting());
        clickHouse.pass();
      }
      case SLOW -> {
        clickHouse.slow(SLOW_PAUSE);
        pause(fault.lasting());
        clickHouse.pass();
      }
      case FULL_DISK -> fillDisk(fault.lasting());
    }
    return 0;
  }

  /** None while it is between two lives. */
  private Optional<ProcessHandle> process(String name) {
    return cluster.state().processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .flatMap(process -> process.process().find());
  }

  private int kill(List<String> victims) {
    List<ProcessHandle> processes =
        victims.stream().map(this::process).flatMap(Optional::stream).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    return processes.size();
  }

  private void standStill(Fault fault) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = process(fault.victims().get(0));
    if (process.isPresent()) {
      signal("STOP", process.get());
      try {
        pause(fault.lasting());
      } finally {
        signal("CONT", process.get());
      }
    }
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exitCode != 0) {
      log.info("process {} has ended before SIG{}", process.pid(), name);
    }
  }

  private void fillDisk(Duration lasting) throws IOException, InterruptedException {
    Path filler = Files.createTempFile(cluster.folder().root(), "filler", "");
    try {
      fill(filler);
      pause(lasting);
    } finally {
      Files.delete(filler);
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] chunk = new byte[FILL_CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException full) {
      log.info("the disk is full: {}", full.getMessage());
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
  }
}
