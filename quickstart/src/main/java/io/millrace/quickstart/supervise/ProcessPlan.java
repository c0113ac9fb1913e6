// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one child process is started: a JVM of the same Java on the same class path.
 *
 * @param name short name for the user
 * @param mainClass class whose main runs
 * @param heapBytes largest heap
 * @param logFile its log file, rotated by log4j2
 * @param jvmFlags further flags of the JVM
 * @param arguments of the main class
 * @param environment added to the supervisor's own
 */
public record ProcessPlan(
    String name,
    Class<?> mainClass,
    long heapBytes,
    Path logFile,
    List<String> jvmFlags,
    List<String> arguments,
    Map<String, String> environment) {

  /**
   * A terminal sends Ctrl-C to the whole process group. Only the supervisor may act on it, or the
   * children would end in no order; a JVM that is started with a signal ignored leaves it so.
   */
  private static final List<String> IGNORING_TERMINAL_SIGNALS =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  public ProcessPlan {
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  Process launch() throws IOException {
    List<String> command = new ArrayList<>(IGNORING_TERMINAL_SIGNALS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapBytes);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dmillrace.log.file=" + logFile);
    command.addAll(jvmFlags);
    command.add(mainClass.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // By the environment, not by a flag: the path is long and would fill every process listing.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }
}
