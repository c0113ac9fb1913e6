// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of the engine process.
 *
 * @param library libchdb.so
 * @param data the folder of the tables; made where it is not there, used by one process at a time
 * @param port on the loopback address, 0 for a free one
 * @param credentials the file of the passwords, see {@link EngineCredentials}
 * @param maxMemoryBytes what queries and merges together may use; the process peaks above it, so it
 *     stays well below what the machine can give
 * @param minFreeDiskBytes see {@link DiskWatermark}, from 0
 * @param exitWithParent end when standard input ends, which it does when the parent dies
 */
record EngineArguments(
    Path library,
    Path data,
    int port,
    Path credentials,
    long maxMemoryBytes,
    long minFreeDiskBytes,
    boolean exitWithParent) {

  private static final long MIN_MEMORY_BYTES = 128L << 20;
  private static final String EXIT_WITH_PARENT = "--exit-with-parent";

  EngineArguments {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port must be in 0..65535, not " + port);
    }
    if (maxMemoryBytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "--max-memory-bytes must be at least " + MIN_MEMORY_BYTES + ", not " + maxMemoryBytes);
    }
    if (minFreeDiskBytes < 0) {
      throw new IllegalArgumentException(
          "--min-free-disk-bytes must be from 0, not " + minFreeDiskBytes);
    }
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static EngineArguments parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    boolean exitWithParent = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(EXIT_WITH_PARENT)) {
        exitWithParent = true;
      } else if (i + 1 < arguments.length) {
        values.put(arguments[i], arguments[++i]);
      } else {
        throw new IllegalArgumentException(arguments[i] + " has no value");
      }
    }
    EngineArguments parsed =
        new EngineArguments(
            Path.of(take(values, "--library")),
            Path.of(take(values, "--data")).toAbsolutePath().normalize(),
            (int) number("--port", take(values, "--port")),
            Path.of(take(values, "--credentials")),
            number("--max-memory-bytes", take(values, "--max-memory-bytes")),
            number("--min-free-disk-bytes", take(values, "--min-free-disk-bytes")),
            exitWithParent);
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + values.keySet().iterator().next());
    }
    return parsed;
  }

  private static String take(Map<String, String> values, String name) {
    String value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, not " + value, e);
    }
  }

  /** The command line that reads to this. */
  List<String> toCommandLine() {
    List<String> line =
        new ArrayList<>(
            List.of(
                "--library",
                library.toString(),
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--credentials",
                credentials.toString(),
                "--max-memory-bytes",
                Long.toString(maxMemoryBytes),
                "--min-free-disk-bytes",
                Long.toString(minFreeDiskBytes)));
    if (exitWithParent) {
      line.add(EXIT_WITH_PARENT);
    }
    return line;
  }
}
