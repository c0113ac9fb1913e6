// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.RunState;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops what runs on a data folder. */
@Command(name = "down", description = "Stop what runs on the data folder.")
final class DownCommand implements Callable<Integer> {
  private static final long STOP_WITHIN_SECONDS = 120;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    Optional<ProcessHandle> supervisor =
        common.running().map(RunState::supervisor).flatMap(identity -> identity.find());
    if (supervisor.isEmpty()) {
      System.out.println("nothing runs on " + common.folder().root());
      return ExitCode.OK;
    }
    return stop(supervisor.get());
  }

  private static int stop(ProcessHandle supervisor) throws Exception {
    supervisor.destroy();
    try {
      supervisor.onExit().get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "the supervisor (pid %d) has not ended within %d s"
              .formatted(supervisor.pid(), STOP_WITHIN_SECONDS),
          e);
    }
    System.out.println("stopped");
    return ExitCode.OK;
  }
}
