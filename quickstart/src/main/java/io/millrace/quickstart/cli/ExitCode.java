// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

/** What the command answers to the shell; the same table stands in {@code millrace --help}. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Tried and failed, or something is not healthy; one line on standard error says what. */
  static final int FAILED = 1;

  /** A wrong argument or setting; nothing was tried. */
  static final int USAGE = 2;

  /** No Millrace runs on the data folder. */
  static final int NOT_RUNNING = 3;

  private ExitCode() {}
}
