// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.BridgeConfig;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.CompatibilityLevel;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRejectedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches Kafka, registers subjects and makes topics, on a thread of its own and again and again
 * until it is done; from then on tells whether the brokers still answer. Thread-safe.
 */
public final class Readiness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final long PAUSE_MILLIS = 300;
  private static final long CACHED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_MILLIS = 5_000;

  private final SchemaRegistry registry;
  private final KafkaClients kafka;
  private final BridgeConfig config;
  private final Runnable lastStep;
  private final CountDownLatch prepared = new CountDownLatch(1);
  private final Thread thread = new Thread(this::prepareUntilDone, "bridge-prepare");
  private final Object checkLock = new Object();
  private volatile String obstacle = "topics are not made yet";
  private volatile TopicProvisioner topics;
  private String lastCheck;
  private long checkedAtNanos;

  /**
   * Not yet preparing.
   *
   * @param lastStep done before the first request is taken, once all else is there
   */
  public Readiness(
      SchemaRegistry registry, KafkaClients kafka, BridgeConfig config, Runnable lastStep) {
    this.registry = registry;
    this.kafka = kafka;
    this.config = config;
    this.lastStep = lastStep;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether subjects and topics are there. */
  public boolean isPrepared() {
    return prepared.getCount() == 0;
  }

  /** Waits until subjects and topics are there; false if they are not in that time. */
  public boolean awaitPrepared(Duration patience) throws InterruptedException {
    return prepared.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What keeps the bridge from publishing now; empty = nothing. Asks the brokers. */
  public Optional<String> obstacle() {
    if (!isPrepared()) {
      return Optional.of(obstacle);
    }
    synchronized (checkLock) {
      if (checkedAtNanos == 0 || System.nanoTime() - checkedAtNanos > CACHED_NANOS) {
        lastCheck = attempt(() -> topics.describe());
        checkedAtNanos = System.nanoTime();
      }
      return Optional.ofNullable(lastCheck);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private void prepareUntilDone() {
    while (!Thread.currentThread().isInterrupted()) {
      String failure = attempt(this::prepare);
      if (failure == null) {
        prepared.countDown();
        LOG.info("Topics and subjects are there: the bridge takes requests");
        return;
      }
      if (!failure.equals(obstacle)) {
        LOG.warn("The bridge cannot take requests yet, it goes on trying: {}", failure);
      }
      obstacle = failure;
      attempt(() -> TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS));
    }
  }

  private void prepare() throws InterruptedException, ExecutionException, TimeoutException {
    kafka.open();
    topics = new TopicProvisioner(kafka.admin(), config.topics(), config.limits());
    topics.provision();
    for (Topics.Topic topic : Topics.all()) {
      registry.setCompatibility(topic.subject(), CompatibilityLevel.BACKWARD_TRANSITIVE);
      registry.register(topic.subject(), topic.schema());
    }
    lastStep.run();
  }

  /** Null = it went well; else what did not, in one line. */
  private static String attempt(Attempt attempt) {
    try {
      attempt.run();
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "stopping";
    } catch (ExecutionException e) {
      return KafkaObstacle.describe(e.getCause());
    } catch (TimeoutException e) {
      return KafkaObstacle.describe(e);
    } catch (KafkaException e) {
      return KafkaObstacle.describe(e.getCause() == null ? e : e.getCause());
    } catch (SchemaRegistryUnavailableException | SchemaRejectedException e) {
      return e.getMessage();
    }
  }
}
