// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import io.millrace.quickstart.replay.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A captured client with its truth.
 *
 * @param name of its folder, below the folder that was asked for
 * @param folder of its requests
 * @param truth what is true of it
 * @param capture its requests
 */
public record Client(String name, Path folder, Truth truth, Capture capture) {
  private static final String OTLP_REQUEST = ".headers.json";
  private static final String MLFLOW_REQUEST = ".request.json";

  /** Well before Millrace takes their clocks for implausible. */
  private static final Duration MAX_AGE = Duration.ofDays(300);

  /** Folders of clients lie at most two below. */
  private static final int DEPTH = 3;

  /**
   * All clients of a folder, which may itself be one.
   *
   * @throws IOException if there is none, or one cannot be read
   */
  public static List<Client> in(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " is no folder");
    }
    List<Client> clients = new ArrayList<>();
    for (Path file : truths(root)) {
      clients.add(read(root, file.getParent()));
    }
    if (clients.isEmpty()) {
      throw new IOException(root + " holds no client: no folder in it has an " + Truth.FILE);
    }
    return clients;
  }

  /**
   * All clients of a folder of which nobody has said yet what is true.
   *
   * @throws IOException if there is none, or one cannot be read
   */
  public static List<Client> withoutTruth(Path root) throws IOException {
    List<Client> clients = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(root, DEPTH - 1)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        if (isCaptured(folder) && !Files.exists(folder.resolve(Truth.FILE))) {
          clients.add(new Client(name(root, folder), folder, Truth.NONE, Capture.read(folder)));
        }
      }
    }
    if (clients.isEmpty()) {
      throw new IOException(root + " holds no capture without an " + Truth.FILE);
    }
    return clients;
  }

  private static List<Path> truths(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, DEPTH)) {
      return files.filter(file -> file.endsWith(Truth.FILE)).sorted().toList();
    }
  }

  private static Client read(Path root, Path folder) throws IOException {
    if (!isCaptured(folder)) {
      throw new IOException(folder + " has a truth and no requests (NNN" + OTLP_REQUEST + ")");
    }
    Capture capture = Capture.read(folder).notOlderThan(MAX_AGE, Instant.now());
    return new Client(name(root, folder), folder, Truth.read(folder), capture);
  }

  private static String name(Path root, Path folder) throws IOException {
    return folder.equals(root)
        ? root.toRealPath().getFileName().toString()
        : root.relativize(folder).toString();
  }

  private static boolean isCaptured(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.endsWith(OTLP_REQUEST) || name.endsWith(MLFLOW_REQUEST));
    }
  }

  /** The name by which a parameterized test shows it. */
  @Override
  public String toString() {
    return name;
  }
}
