// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When numbers moved, and how long they did not. Times are of {@link System#nanoTime}. */
final class Movement {
  private final List<Long> movedNanos = new ArrayList<>();
  private long seen;

  /** What the numbers are at a time; they have moved when they are more than ever. */
  synchronized void look(long value, long nowNanos) {
    if (value > seen) {
      seen = value;
      movedNanos.add(nowNanos);
    }
  }

  /** Whether they have moved after a time. */
  synchronized boolean since(long nanos) {
    return !movedNanos.isEmpty() && movedNanos.get(movedNanos.size() - 1) - nanos > 0;
  }

  /** The longest time without movement between two moments, both taken as movements. */
  synchronized Duration longestGap(long fromNanos, long toNanos) {
    long longest = 0;
    long last = fromNanos;
    for (long moved : movedNanos) {
      if (moved - last > 0 && moved - toNanos < 0) {
        longest = Math.max(longest, moved - last);
        last = moved;
      }
    }
    return Duration.ofNanos(Math.max(longest, toNanos - last));
  }
}
