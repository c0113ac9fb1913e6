// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What stands in the environment of an {@link EngineProcess}, beside what its parent has. */
public final class EngineEnvironment {

  /** Of libchdb's own jemalloc, and of no other: all its names begin so. */
  private static final String ALLOCATOR = "JE_MALLOC_CONF";

  /**
   * How long what is freed waits to be used again before the system has it back. Inserts and merges
   * come every second or two and take as much each time; after the five seconds of libchdb much of
   * it was given back just to be asked for, and filled with zeros, again. At rest the process is as
   * small as before, a quarter of a minute later.
   */
  private static final String KEEP_FREED = "dirty_decay_ms:20000";

  private EngineEnvironment() {}

  /** Values without a time zone are UTC, and HotSpot's signal handlers stay its own. */
  public static Map<String, String> ofProcess() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TZ", "UTC");
    environment.put(ALLOCATOR, System.getenv().getOrDefault(ALLOCATOR, KEEP_FREED));
    // Keeps HotSpot's signal handlers behind any that native code installs.
    Path signalChaining = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    if (Files.exists(signalChaining)) {
      environment.put("LD_PRELOAD", signalChaining.toString());
    }
    return environment;
  }
}
