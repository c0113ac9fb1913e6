// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.DataLock;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.supervise.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code up} in a process of its own that outlives the terminal, shows what it prints until
 * everything answers, and leaves it.
 */
final class DetachedUp {
  private static final long POLL_MILLIS = 100;

  private final CommonOptions common;
  private final List<String> options;
  private final DataFolder folder;
  private final PrintStream out;

  DetachedUp(CommonOptions common, List<String> options, PrintStream out) {
    this.common = common;
    this.options = options;
    this.folder = common.folder();
    this.out = out;
  }

  int start() throws IOException, InterruptedException {
    folder.prepare();
    // Before the output of the one that may be running is overwritten.
    DataLock.acquire(folder).close();
    Path output = folder.logFolder().resolve("up.log");
    Process up = launch(output);
    try (BufferedReader lines = Files.newBufferedReader(output)) {
      while (!up.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        show(lines);
        if (isReady(up)) {
          show(lines);
          out.println("running in the background: 'millrace status' looks, 'millrace down' stops");
          return ExitCode.OK;
        }
      }
      show(lines);
    }
    return up.exitValue();
  }

  private Process launch(Path output) throws IOException {
    List<String> command =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of(Millrace.class.getName(), "up"));
    command.addAll(options);
    command.addAll(common.asArguments());
    ProcessBuilder builder = JavaCommand.of(command);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
    return builder.start();
  }

  private void show(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("Ctrl-C")) {
        out.println(line);
      }
    }
  }

  private boolean isReady(Process up) {
    return RunState.ofRunning(folder)
        .filter(state -> state.supervisor().pid() == up.pid())
        .filter(RunState::ready)
        .isPresent();
  }
}
