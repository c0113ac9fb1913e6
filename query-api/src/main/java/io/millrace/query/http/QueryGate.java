// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many requests ask the tables at once; others wait their turn, but not for long. */
public final class QueryGate {
  private final Semaphore permits;
  private final Duration maxWait;
  private final Timer waits;

  /**
   * A gate. Metrics: {@code millrace.api.queries.waiting}, how many wait, and {@code
   * millrace.api.query.wait}, how long those waited that had to.
   *
   * @param maxConcurrentQueries query-api.max-concurrent-queries, from 1
   * @param maxWait query-api.max-query-wait, from 0
   */
  public QueryGate(int maxConcurrentQueries, Duration maxWait, MeterRegistry metrics) {
    permits = new Semaphore(maxConcurrentQueries, true);
    this.maxWait = maxWait;
    waits = metrics.timer("millrace.api.query.wait");
    Gauge.builder("millrace.api.queries.waiting", permits, Semaphore::getQueueLength)
        .register(metrics);
  }

  /**
   * Waits for its turn; whoever enters must {@link #leave}.
   *
   * @return false if it did not come in time, or nobody waits for it any more
   */
  public boolean enter() {
    if (permits.tryAcquire()) {
      return true;
    }
    long startNanos = System.nanoTime();
    try {
      return permits.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waits.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Makes room for another. */
  public void leave() {
    permits.release();
  }
}
