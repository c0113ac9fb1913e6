// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Publishes to Kafka by one idempotent producer with acks=all.
 *
 * <p>With a broker away records fail when the delivery time-out ends. Where not even metadata is
 * there, each send would block its thread: after one that timed out, others fail at once for a
 * second.
 */
public final class KafkaRecordPublisher implements RecordPublisher, AutoCloseable {
  private static final long FAIL_FAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Producer<byte[], byte[]> producer;
  private final Duration closeTimeout;
  private final AtomicLong awayUntilNanos = new AtomicLong(System.nanoTime());

  public KafkaRecordPublisher(KafkaConfig kafka, LimitsConfig limits) {
    this(
        new KafkaProducer<>(KafkaClientProperties.producer(kafka, limits)),
        kafka.deliveryTimeout());
  }

  KafkaRecordPublisher(Producer<byte[], byte[]> producer, Duration closeTimeout) {
    this.producer = producer;
    this.closeTimeout = closeTimeout;
  }

  @Override
  public CompletableFuture<LogPlace> publish(OutgoingRecord record) {
    CompletableFuture<LogPlace> published = new CompletableFuture<>();
    if (System.nanoTime() - awayUntilNanos.get() < 0) {
      published.completeExceptionally(new TimeoutException("no broker answered just now"));
      return published;
    }
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            record.topic(), null, record.timestampMillis(), record.key(), record.value());
    Thread sender = Thread.currentThread();
    try {
      // The callback tells all that the returned future does.
      Future<RecordMetadata> unused =
          producer.send(
              message,
              (metadata, failure) ->
                  settle(published, metadata, failure, Thread.currentThread() == sender));
    } catch (KafkaException | IllegalStateException e) {
      settle(published, null, e, true);
    }
    return published;
  }

  /** Sends whatever is still waiting, no longer than the delivery time-out. */
  @Override
  public void close() {
    producer.close(closeTimeout);
  }

  /**
   * Ends a record's wait.
   *
   * @param metadata where it is; looked at only without a failure
   * @param failure null = acknowledged
   * @param withinSend whether send itself has failed, that is: blocked for metadata or memory
   */
  private void settle(
      CompletableFuture<LogPlace> published,
      RecordMetadata metadata,
      Exception failure,
      boolean withinSend) {
    if (withinSend && failure instanceof TimeoutException) {
      awayUntilNanos.set(System.nanoTime() + FAIL_FAST_NANOS);
    }
    if (failure == null) {
      published.complete(new LogPlace(metadata.partition(), metadata.offset()));
    } else {
      published.completeExceptionally(failure);
    }
  }
}
