// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

/** Ends a command with an exit code and one line for the user. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  static CommandException notRunning(Object folder) {
    return new CommandException(
        ExitCode.NOT_RUNNING, "no millrace runs on " + folder + ": start one with 'millrace up'");
  }
}
