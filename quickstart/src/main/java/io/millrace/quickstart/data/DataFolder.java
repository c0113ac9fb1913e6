// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where everything of one Millrace lives.
 *
 * <pre>
 * format         version of this layout
 * lock           held by the running supervisor
 * state.json     what runs, for down and status
 * log/           one log file a process, rotated
 * broker/        Kafka's logs
 * clickhouse/    the engine's store, and credentials beside it
 * checkpoints/   Flink's
 * tmp/           what a process needs while it runs
 * </pre>
 */
public record DataFolder(Path root) {
  /** Version of the layout. A folder of a newer version is refused; there is no older one yet. */
  static final int FORMAT = 1;

  /** The folder used where none is named: {@code millrace} in the user's XDG data home. */
  public static Path defaultRoot(Map<String, String> environment) {
    String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        dataHome.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(dataHome);
    return base.resolve("millrace");
  }

  public Path lockFile() {
    return root.resolve("lock");
  }

  public Path stateFile() {
    return root.resolve("state.json");
  }

  public Path logFolder() {
    return root.resolve("log");
  }

  public Path brokerFolder() {
    return root.resolve("broker");
  }

  public Path clickHouseFolder() {
    return root.resolve("clickhouse");
  }

  /** The engine's accounts and their passwords; readable by the user only. */
  public Path clickHouseCredentials() {
    return root.resolve("clickhouse-credentials");
  }

  public Path checkpointFolder() {
    return root.resolve("checkpoints");
  }

  public Path temporaryFolder() {
    return root.resolve("tmp");
  }

  private Path formatFile() {
    return root.resolve("format");
  }

  /**
   * Makes the folders where they are absent and checks the format.
   *
   * @throws DataFolderException if the folder cannot be written or was made by a newer Millrace
   */
  public void prepare() {
    try {
      Files.createDirectories(logFolder());
      Files.createDirectories(temporaryFolder());
      Optional<String> format = readFormat();
      if (format.isEmpty()) {
        writeFormat();
      } else {
        refuseNewer(format.get());
      }
    } catch (IOException e) {
      throw new DataFolderException(
          "data folder %s cannot be written (%s): mend it, or choose another with --data (MILLRACE_DATA_DIRECTORY)"
              .formatted(root, e),
          e);
    }
  }

  /** By way of another name: a kill in between leaves no half of a file. */
  private void writeFormat() throws IOException {
    Path draft = root.resolve("format.new");
    Files.writeString(draft, FORMAT + "\n");
    Files.move(draft, formatFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Checks that the disk has room; engines on a full one start, and then fail one by one.
   *
   * @param minFreeBytes the setting {@code data.min-free}
   * @throws DataFolderException if less is free
   */
  public void requireFree(long minFreeBytes) {
    try {
      long freeBytes = Files.getFileStore(root).getUsableSpace();
      if (freeBytes < minFreeBytes) {
        throw new DataFolderException(
            "the disk of data folder %s has %d MiB free, less than %d MiB: free some, choose another with --data, or lower data.min-free (MILLRACE_DATA_MIN_FREE)"
                .formatted(root, freeBytes >> 20, minFreeBytes >> 20));
      }
    } catch (IOException e) {
      throw new DataFolderException("the disk of " + root + " cannot be asked: " + e, e);
    }
  }

  /** Removes what processes that were killed have left; only while none runs. */
  public void clearTemporary() {
    try (Stream<Path> left = Files.walk(temporaryFolder())) {
      List<Path> deepestFirst =
          left.filter(path -> !path.equals(temporaryFolder()))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new DataFolderException(temporaryFolder() + " cannot be cleared: " + e, e);
    }
  }

  /**
   * Removes the folder with all that is in it; only while nothing runs.
   *
   * @throws IOException if something cannot be removed
   */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Optional<String> readFormat() throws IOException {
    return Files.exists(formatFile())
        ? Optional.of(Files.readString(formatFile()).strip())
        : Optional.empty();
  }

  private void refuseNewer(String format) {
    if (!format.matches("\\d{1,9}")) {
      throw new DataFolderException(
          "data folder %s is of an unknown format: '%s' in %s"
              .formatted(root, format, formatFile()));
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw new DataFolderException(
          "data folder %s has format %s, this Millrace knows up to %d: use the newer Millrace that made it"
              .formatted(root, format, FORMAT));
    }
  }
}
