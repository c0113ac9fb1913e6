// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where libchdb is: the engine's only native part, installed by npm from {@code engine/}. */
public final class EngineLibrary {

  /** Path of a libchdb.so to take instead. */
  public static final String LIBRARY_VARIABLE = "MILLRACE_CHDB_LIBRARY";

  /** URL of a ClickHouse to use instead of an engine of one's own. */
  public static final String URL_VARIABLE = "MILLRACE_CLICKHOUSE_URL";

  /** What npm downloads, in bytes. */
  public static final long DOWNLOAD_BYTES = 178_000_000;

  /** What it unpacks to, in bytes. */
  public static final long UNPACKED_BYTES = 566_000_000;

  /** The library below the folder in which {@code npm ci} ran. */
  public static final Path INSTALLED =
      Path.of("node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");

  static final String ALTERNATIVE =
      "Give the URL of a ClickHouse instead: setting clickhouse.url or " + URL_VARIABLE;

  private EngineLibrary() {}

  /** Whether libchdb runs here at all: Linux, x64, glibc. */
  public static boolean isSupportedPlatform() {
    return isSupported(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl());
  }

  static boolean isSupported(String osName, String osArch, boolean musl) {
    String arch = osArch.toLowerCase(Locale.ROOT);
    return osName.equals("Linux") && (arch.equals("amd64") || arch.equals("x86_64")) && !musl;
  }

  private static boolean isMusl() {
    return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
        && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
  }

  /**
   * Finds the library.
   *
   * @param engineFolder where {@code npm ci} runs: {@code quickstart/engine} of a checkout
   * @param environment of the process; {@value #LIBRARY_VARIABLE} goes before the folder
   * @throws EngineUnavailableException with a message for the user, when it is not there or does
   *     not run on this platform
   */
  public static Path locate(Path engineFolder, Map<String, String> environment)
      throws EngineUnavailableException {
    String given = environment.get(LIBRARY_VARIABLE);
    if (given != null && !given.isBlank()) {
      return require(Path.of(given), LIBRARY_VARIABLE + " names no file");
    }
    if (!isSupportedPlatform()) {
      throw new EngineUnavailableException(
          "the embedded ClickHouse runs on Linux x64 with glibc only, not on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ". "
              + ALTERNATIVE);
    }
    return require(
        engineFolder.resolve(INSTALLED),
        "the embedded ClickHouse is not installed (npm ci in "
            + engineFolder
            + "; downloads 178 MB, unpacks to 566 MB)");
  }

  private static Path require(Path library, String otherwise) throws EngineUnavailableException {
    if (!Files.isRegularFile(library)) {
      throw new EngineUnavailableException(otherwise + ": " + library + ". " + ALTERNATIVE);
    }
    return library.toAbsolutePath();
  }
}
