// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import java.util.function.LongSupplier;

/**
 * Whether a disk has room. It is short from the moment when less than the mark is free until a
 * quarter more than that is: what hovers about the mark is not a change each time.
 */
final class DiskWatermark {
  private final long minFreeBytes;
  private final LongSupplier freeBytes;
  private boolean shortOfSpace;
  private long shortages;

  /**
   * A mark.
   *
   * @param minFreeBytes below which it is short, from 0, which it never is
   * @param freeBytes asked each time
   */
  DiskWatermark(long minFreeBytes, LongSupplier freeBytes) {
    this.minFreeBytes = minFreeBytes;
    this.freeBytes = freeBytes;
  }

  /** Looks, and says whether the disk is short. */
  synchronized boolean isShort() {
    long free = freeBytes.getAsLong();
    boolean now = free < (shortOfSpace ? minFreeBytes + minFreeBytes / 4 : minFreeBytes);
    if (now && !shortOfSpace) {
      shortages++;
    }
    shortOfSpace = now;
    return now;
  }

  /** How often it has become short. */
  synchronized long shortages() {
    return shortages;
  }

  @Override
  public String toString() {
    return "the disk of the data folder has %d MiB free, less than %d MiB: free some, or lower clickhouse.min-free-disk-bytes (MILLRACE_CLICKHOUSE_MIN_FREE_DISK_BYTES)"
        .formatted(freeBytes.getAsLong() >> 20, minFreeBytes >> 20);
  }
}
