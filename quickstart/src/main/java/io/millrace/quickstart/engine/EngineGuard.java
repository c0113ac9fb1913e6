// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.query.StatementGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps libchdb 26.7.3 from losing rows on a full disk. It takes no notice of a {@code write} that
 * fails with ENOSPC: an insert is answered as done, a merge replaces its sources, and their files
 * are empty. So nothing is written while the disk is short, what was under way then is answered as
 * failed, and merges stop, and with them the removal of parts that were merged. When there is room
 * again, the engine starts anew: that is when it holds each part's files against their sizes, sets
 * broken parts aside and goes back to those they were made from.
 */
final class EngineGuard implements StatementGuard {
  private static final Logger LOG = LoggerFactory.getLogger(EngineGuard.class);
  private static final String AFTERWARDS =
      "Afterwards './millrace audit' says whether rows are missing, './millrace replay' brings them"
          + " back";
  private static final long LOOK_EVERY_MILLIS = 100;

  /** No second start for the same damage: what was not mended by the first stays. */
  private static final Duration BETWEEN_STARTS = Duration.ofMinutes(10);

  private static final int NOT_ENOUGH_SPACE = 243;

  /** NO_FILE_IN_DATA_PART, BAD_SIZE_OF_FILE_IN_DATA_PART, CORRUPTED_DATA. */
  private static final Set<Integer> DAMAGE = Set.of(226, 228, 246);

  private final DiskWatermark disk;
  private final Path lastStartForDamage;
  private final Engine engine;
  private boolean mergesStopped;
  private boolean ended;

  /** The engine, as far as it is guarded. */
  interface Engine {
    /** Runs a statement whose result does not matter. */
    void execute(String sql) throws EngineException;

    /** Ends the process, for its supervisor to start it again; returns at once. */
    void startAnew();
  }

  /**
   * A guard.
   *
   * @param data the folder of the tables
   */
  EngineGuard(DiskWatermark disk, Path data, Engine engine) {
    this.disk = disk;
    this.lastStartForDamage = data.resolve("started-for-damage");
    this.engine = engine;
  }

  /** Looks at the disk from now on. */
  void start() {
    Thread thread = new Thread(this::watch, "disk-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!ended) {
        look();
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look() {
    boolean isShort = disk.isShort();
    if (!mergesStopped && disk.shortages() > 0) {
      stopMerges();
    } else if (mergesStopped && !isShort) {
      ended = true;
      LOG.warn(
          "the disk has room again: the engine starts anew, to set aside what merges may have"
              + " broken. {}",
          AFTERWARDS);
      engine.startAnew();
    }
  }

  private void stopMerges() {
    LOG.warn("{}; nothing is written, and no parts are merged, until then", disk);
    try {
      engine.execute("SYSTEM STOP MERGES");
      mergesStopped = true;
    } catch (EngineException e) {
      LOG.warn("merges cannot be stopped, tried again: {}", e.getMessage());
    }
  }

  @Override
  public long beforeWrite() throws EngineException {
    long before = disk.shortages();
    if (disk.isShort()) {
      throw notEnoughSpace();
    }
    return before;
  }

  @Override
  public void afterWrite(long before) throws EngineException {
    if (disk.isShort() || disk.shortages() != before) {
      throw notEnoughSpace();
    }
  }

  private EngineException notEnoughSpace() {
    return EngineException.of(NOT_ENOUGH_SPACE, "NOT_ENOUGH_SPACE", disk.toString());
  }

  @Override
  public void failed(EngineException failure) {
    if (!DAMAGE.contains(failure.code()) || !failure.getMessage().contains(" part ")) {
      return;
    }
    try {
      if (isFirst()) {
        LOG.error(
            "a part of a table is damaged: {}. The engine starts anew, and goes back to the parts"
                + " it was made from if they are still there. {}",
            failure.getMessage(),
            AFTERWARDS);
        engine.startAnew();
      }
    } catch (IOException e) {
      LOG.warn("a part of a table is damaged: {}. {}", failure.getMessage(), AFTERWARDS, e);
    }
  }

  private synchronized boolean isFirst() throws IOException {
    Instant now = Instant.now();
    if (Files.exists(lastStartForDamage)
        && Files.getLastModifiedTime(lastStartForDamage)
            .toInstant()
            .isAfter(now.minus(BETWEEN_STARTS))) {
      return false;
    }
    if (Files.notExists(lastStartForDamage)) {
      Files.createFile(lastStartForDamage);
    }
    Files.setLastModifiedTime(lastStartForDamage, FileTime.from(now));
    return true;
  }
}
