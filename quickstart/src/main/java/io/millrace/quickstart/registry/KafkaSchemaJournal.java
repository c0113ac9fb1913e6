// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import io.millrace.ingest.kafka.KafkaObstacle;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as a compacted topic of one partition, acknowledged by all in-sync replicas. */
final class KafkaSchemaJournal implements SchemaJournal {
  static final String TOPIC = "_schemas";

  private static final Logger log = LoggerFactory.getLogger(KafkaSchemaJournal.class);
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final int CALL_TIMEOUT_MILLIS = 10_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Map<String, Object> clientProperties;
  private final Producer<String, String> producer;

  private KafkaSchemaJournal(Map<String, Object> clientProperties) {
    this.clientProperties = clientProperties;
    Map<String, Object> properties =
        with(
            clientProperties,
            "acks",
            "all",
            "enable.idempotence",
            true,
            "max.block.ms",
            CALL_TIMEOUT_MILLIS,
            "request.timeout.ms",
            CALL_TIMEOUT_MILLIS / 2,
            "delivery.timeout.ms",
            CALL_TIMEOUT_MILLIS);
    producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  /**
   * Opens the journal, making its topic where it is missing.
   *
   * @param clientProperties further settings of its Kafka clients
   * @param patience how long to wait for the broker
   * @throws IOException if the broker does not answer in that time
   */
  static KafkaSchemaJournal open(
      String bootstrapServers, Map<String, String> clientProperties, Duration patience)
      throws IOException {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    makeTopic(properties, patience);
    return new KafkaSchemaJournal(properties);
  }

  @Override
  public void replay(BiConsumer<String, String> entry) throws IOException {
    Map<String, Object> properties =
        with(
            clientProperties,
            "enable.auto.commit",
            false,
            "default.api.timeout.ms",
            CALL_TIMEOUT_MILLIS);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
          entry.accept(message.key(), message.value());
        }
      }
    } catch (KafkaException e) {
      throw new IOException("topic " + TOPIC + " cannot be read", e);
    }
  }

  @Override
  public void append(String key, String value) throws IOException {
    try {
      producer.send(new ProducerRecord<>(TOPIC, PARTITION.partition(), key, value)).get();
    } catch (ExecutionException | KafkaException e) {
      throw new IOException("topic " + TOPIC + " cannot be written", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private static void makeTopic(Map<String, Object> clientProperties, Duration patience)
      throws IOException {
    long timeoutMillis = patience.toMillis();
    Map<String, Object> properties =
        with(
            clientProperties,
            "request.timeout.ms",
            CALL_TIMEOUT_MILLIS / 2,
            "default.api.timeout.ms",
            Math.toIntExact(timeoutMillis));
    // As many replicas as the brokers make by default.
    NewTopic topic =
        new NewTopic(TOPIC, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin = Admin.create(properties)) {
      await(admin.createTopics(List.of(topic)).all(), timeoutMillis);
      log.info("Made topic {}", TOPIC);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw obstacle(e.getCause());
      }
    } catch (TimeoutException e) {
      throw obstacle(e);
    }
  }

  /** The line is what the user sees: a cause would be told in its stead. */
  private static IOException obstacle(Throwable failure) {
    IOException obstacle = new IOException(KafkaObstacle.describe(failure));
    obstacle.addSuppressed(failure);
    return obstacle;
  }

  private static Map<String, Object> with(Map<String, Object> properties, Object... more) {
    Map<String, Object> all = new HashMap<>(properties);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  private static void await(KafkaFuture<Void> answer, long timeoutMillis)
      throws IOException, ExecutionException, TimeoutException {
    try {
      answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped = new InterruptedIOException("interrupted");
    stopped.initCause(e);
    return stopped;
  }
}
