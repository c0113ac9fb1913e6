// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of this Java on this class path that the terminal's signals do not reach. */
public final class JavaCommand {
  /**
   * A terminal sends Ctrl-C to the whole process group, and a hang-up when it closes. Only who
   * started this JVM may end it; a JVM that is started with a signal ignored leaves it so.
   */
  private static final List<String> IGNORING_TERMINAL_SIGNALS =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private JavaCommand() {}

  /**
   * The process, not yet started.
   *
   * @param arguments flags of the JVM, main class and its arguments
   */
  public static ProcessBuilder of(List<String> arguments) {
    List<String> command = new ArrayList<>(IGNORING_TERMINAL_SIGNALS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // By the environment, not by a flag: the path is long and would fill every process listing.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }
}
