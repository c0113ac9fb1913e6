// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.DataLock;
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

  /** What was read of a line whose end is not written yet. */
  private final StringBuilder begunLine = new StringBuilder();

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
    try (BufferedReader printed = Files.newBufferedReader(output)) {
      boolean ended = false;
      while (!ended) {
        ended = up.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (saidLastLine(printed)) {
          out.println("running in the background: 'millrace status' looks, 'millrace down' stops");
          return ExitCode.OK;
        }
      }
    }
    out.print(begunLine);
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

  /**
   * Shows the whole lines that came since, and says whether the one that is printed when everything
   * answers was among them. Its being printed is the sign, not the state file's: that is written
   * earlier, and who went by it could leave before the address was shown.
   */
  private boolean saidLastLine(BufferedReader printed) throws IOException {
    for (int character = printed.read(); character >= 0; character = printed.read()) {
      begunLine.append((char) character);
      if (character == '\n') {
        String line = begunLine.toString();
        begunLine.setLength(0);
        if (line.strip().equals(UpCommand.LAST_LINE)) {
          return true;
        }
        out.print(line);
      }
    }
    return false;
  }
}
