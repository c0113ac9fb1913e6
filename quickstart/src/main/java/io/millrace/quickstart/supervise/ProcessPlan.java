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

  /** What the command line of every child names, and so what a child is known by. */
  public static final String LOG_FILE_FLAG = "-Dmillrace.log.file=";

  /**
   * By default the whole heap is collected when classes take 21 MB, and again each time they have
   * outgrown what was found then: four times at each start, for nothing.
   */
  private static final String CLASSES_BEFORE_COLLECTION = "-XX:MetaspaceSize=192m";

  /**
   * By default C2 draws so much into each method that it compiles the same code many times over: in
   * the pipeline it took a quarter of the processor time still after 500,000 spans. With less the
   * compiled code is no slower there.
   */
  private static final List<String> LESS_INLINING =
      List.of("-XX:MaxInlineLevel=9", "-XX:InlineSmallCode=1000", "-XX:FreqInlineSize=200");

  public ProcessPlan {
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(LOG_FILE_FLAG + logFile);
    command.add("-Xmx" + heapBytes);
    command.add("-XX:+UseSerialGC");
    command.add(CLASSES_BEFORE_COLLECTION);
    command.addAll(LESS_INLINING);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(jvmFlags);
    command.add(mainClass.getName());
    command.addAll(arguments);
    ProcessBuilder builder = JavaCommand.of(command);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
