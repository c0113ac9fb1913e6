// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The bridge's Kafka clients. They are made late: with a broker whose name cannot be resolved yet,
 * Kafka refuses to make them at all. Thread-safe.
 */
public final class KafkaClients implements RecordPublisher, AutoCloseable {
  private final BridgeConfig config;
  private volatile Admin admin;
  private volatile KafkaRecordPublisher publisher;
  private boolean closed;

  public KafkaClients(BridgeConfig config) {
    this.config = config;
  }

  /**
   * Makes the clients, once.
   *
   * @throws KafkaException if Kafka does not like what it is told, a name it cannot resolve
   *     included
   */
  public synchronized void open() {
    if (closed || publisher != null) {
      return;
    }
    if (admin == null) {
      admin = Admin.create(KafkaClientProperties.admin(config.kafka()));
    }
    publisher = new KafkaRecordPublisher(config.kafka(), config.limits());
  }

  /** The admin client; {@link #open} must have succeeded. */
  public Admin admin() {
    return admin;
  }

  /** A consumer without a group, for one thread; whoever asks for it closes it. */
  public Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(KafkaClientProperties.consumer(config.kafka()));
  }

  @Override
  public CompletableFuture<LogPlace> publish(OutgoingRecord record) {
    KafkaRecordPublisher open = publisher;
    return open == null
        ? CompletableFuture.failedFuture(new TimeoutException("Kafka has not been reached yet"))
        : open.publish(record);
  }

  /** Sends whatever is still waiting, no longer than the delivery time-out. */
  @Override
  public synchronized void close() {
    closed = true;
    if (publisher != null) {
      publisher.close();
    }
    if (admin != null) {
      admin.close(Duration.ZERO); // what it still asks, nobody waits for
    }
  }
}
