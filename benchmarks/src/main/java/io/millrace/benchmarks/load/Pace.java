// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Holds senders back to so many spans a second, counted from its making. */
final class Pace {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long spansPerSecond;
  private final long startNanos = System.nanoTime();
  private final AtomicLong released = new AtomicLong();

  /**
   * A pace.
   *
   * @param spansPerSecond 0 = none is held back
   */
  Pace(long spansPerSecond) {
    this.spansPerSecond = spansPerSecond;
  }

  /** Returns when so many more may be sent. */
  void await(int spans) throws InterruptedException {
    if (spansPerSecond == 0) {
      return;
    }
    long before = released.getAndAdd(spans);
    // seconds and rest apart: the product of both would overflow after 9 billion spans
    long dueNanos =
        startNanos
            + before / spansPerSecond * SECOND_NANOS
            + before % spansPerSecond * SECOND_NANOS / spansPerSecond;
    TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
  }
}
