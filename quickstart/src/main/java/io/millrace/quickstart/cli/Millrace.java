// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.DataFolderException;
import io.millrace.quickstart.settings.SettingsException;
import io.millrace.quickstart.supervise.StartException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code millrace} command. */
@Command(
    name = "millrace",
    description = "Turns the OpenTelemetry of AI agents into numbers that can be trusted.",
    mixinStandardHelpOptions = true,
    version = "millrace 0.1.0-SNAPSHOT",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      SendCommand.class,
      SqlCommand.class,
      AuditCommand.class,
      DeleteCommand.class,
      RepriceCommand.class,
      CaptureCommand.class,
      ConformCommand.class,
      DemoCommand.class,
      LoadCommand.class,
      BenchCommand.class,
      ReplayCommand.class,
      ChaosCommand.class,
      ScrubCommand.class,
      PricesCommand.class,
      BridgeCommand.class,
      JobCommand.class,
      EngineCommand.class
    },
    footer = {
      "  test    Build and run all tests ('test docker': those that need Docker too).",
      "",
      "Exit codes: 0 done, 1 failed or not healthy, 2 wrong argument or setting,",
      "3 nothing runs on the data folder. Settings: millrace.yaml, each with its",
      "environment variable MILLRACE_..."
    })
public final class Millrace {

  private Millrace() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Millrace()).setCaseInsensitiveEnumValuesAllowed(true);
    line.getSubcommands().get(EngineCommand.NAME).setUnmatchedArgumentsAllowed(true);
    return line.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, command));
  }

  /** One line for what the user can act on; anything else is a defect and keeps its trace. */
  private static int report(Exception failure, CommandLine command) {
    if (failure instanceof CommandException
        || failure instanceof SettingsException
        || failure instanceof DataFolderException
        || failure instanceof StartException) {
      command.getErr().println("millrace: " + failure.getMessage());
    } else {
      LoggerFactory.getLogger(Millrace.class).error("the command failed", failure);
      command.getErr().println("millrace: failed: " + failure);
    }
    return exitCode(failure);
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandException known) {
      return known.exitCode();
    }
    return failure instanceof SettingsException ? ExitCode.USAGE : ExitCode.FAILED;
  }
}
