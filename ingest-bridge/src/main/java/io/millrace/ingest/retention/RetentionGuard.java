// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.ingest.config.RetentionConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether input may still be taken: not while unread records take too much of
 * their topic's retention, nor while a broker's disk is nearly full. What was found last holds
 * until the brokers answer again: while they are away nothing is acknowledged anyhow. Thread-safe.
 */
public final class RetentionGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionGuard.class);
  private static final long STOP_MILLIS = 5_000;

  private final BrokerSurvey brokers;
  private final RetentionConfig config;
  private final Clock clock;
  private final RetentionMetrics metrics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "bridge-retention");
  private volatile String lag;
  private volatile String disk;
  private String lagFailure;
  private String diskFailure;

  /** A guard, not yet watching. */
  RetentionGuard(
      BrokerSurvey brokers, RetentionConfig config, Clock clock, RetentionMetrics metrics) {
    this.brokers = brokers;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    thread.setDaemon(true);
  }

  /** A guard that asks by this client, not yet watching. */
  public static RetentionGuard of(
      Supplier<Admin> admin, RetentionConfig config, Clock clock, MeterRegistry registry) {
    return new RetentionGuard(
        new AdminBrokerSurvey(admin), config, clock, new RetentionMetrics(registry));
  }

  /** Looks once, then goes on on a thread of its own. */
  public void start() {
    check();
    thread.start();
  }

  /** Why nothing may be taken; empty = it may. */
  public Optional<String> obstacle() {
    return Optional.ofNullable(lag == null ? disk : lag);
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt(); // harmless to a thread that was never started, as is joining it
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the brokers both questions. One that is not answered leaves its last answer in place. */
  void check() {
    lagFailure =
        attempt(
            "how far the job has read",
            lagFailure,
            () -> lag = told(lag, lag(brokers.unread(config.maxUnreadPercent(), clock.instant()))));
    if (config.minFreeDiskBytes() > 0) {
      diskFailure =
          attempt(
              "how full disks are", diskFailure, () -> disk = told(disk, disk(brokers.disks())));
    }
    metrics.refusing(lag != null, disk != null);
  }

  private String lag(List<UnreadLog> logs) {
    metrics.unread(logs);
    for (UnreadLog log : logs) {
      if (log.overdue() || log.crowded(config.maxUnreadPercent())) {
        return "the job is behind: %d records of %s are unread and take more than %d %% of its retention (bridge.retention.max-unread-percent)"
            .formatted(log.unreadRecords(), log.partition(), config.maxUnreadPercent());
      }
    }
    return null;
  }

  private String disk(List<DiskSpace> disks) {
    metrics.disks(disks);
    for (DiskSpace space : disks) {
      if (space.usableBytes() < config.minFreeDiskBytes()) {
        return "the disk of broker %d is nearly full: %d bytes are left at %s, bridge.retention.min-free-disk-bytes is %d"
            .formatted(
                space.broker(), space.usableBytes(), space.path(), config.minFreeDiskBytes());
      }
    }
    return null;
  }

  /** Logs a change; null = no obstacle. */
  private static String told(String before, String now) {
    if (before == null && now != null) {
      LOG.warn("Requests are answered 503: {}", now);
    } else if (before != null && now == null) {
      LOG.info("Requests are taken again");
    }
    return now;
  }

  private void watch() {
    try {
      while (!closed.await(config.checkInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Question {
    void ask() throws InterruptedException, ExecutionException, TimeoutException;
  }

  /** Null = answered; else why not, logged when it is not what it was. */
  private String attempt(String what, String before, Question question) {
    String failure;
    try {
      question.ask();
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return before;
    } catch (ExecutionException e) {
      failure = String.valueOf(e.getCause());
    } catch (TimeoutException e) {
      failure = "no answer";
    }
    metrics.unanswered();
    if (!failure.equals(before)) {
      LOG.warn("Brokers (kafka.bootstrap-servers) do not tell {}: {}", what, failure);
    }
    return failure;
  }
}
