// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long each of some probes was on its way. Senders and watchers are different threads. */
final class ProbeTimes {
  private static final long NOT_YET = -1;

  private final AtomicLongArray sentNanos;
  private final AtomicLongArray tookNanos;
  private final CountDownLatch missing;

  ProbeTimes(int probes) {
    sentNanos = new AtomicLongArray(probes);
    tookNanos = new AtomicLongArray(probes);
    for (int probe = 0; probe < probes; probe++) {
      tookNanos.set(probe, NOT_YET);
    }
    missing = new CountDownLatch(probes);
  }

  void sent(int probe) {
    sentNanos.set(probe, System.nanoTime());
  }

  /** It has arrived; only the first time counts. */
  void seen(int probe) {
    if (tookNanos.compareAndSet(probe, NOT_YET, System.nanoTime() - sentNanos.get(probe))) {
      missing.countDown();
    }
  }

  boolean allSeen() {
    return missing.getCount() == 0;
  }

  /** Whether all arrived in time. */
  boolean await(long seconds) throws InterruptedException {
    return missing.await(seconds, TimeUnit.SECONDS);
  }

  /** Milliseconds; all must have arrived. */
  BenchResult.Times times() {
    long[] sorted = new long[tookNanos.length()];
    Arrays.setAll(sorted, probe -> TimeUnit.NANOSECONDS.toMillis(tookNanos.get(probe)));
    Arrays.sort(sorted);
    return new BenchResult.Times(
        sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.95), sorted[sorted.length - 1]);
  }

  private static long quantile(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
