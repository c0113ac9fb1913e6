// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its first record to given offsets. Not thread-safe. */
final class RawLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** Takes one record. */
  interface RecordReader {
    void read(ConsumerRecord<byte[], byte[]> message) throws IOException;
  }

  private RawLog(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * Opens a topic.
   *
   * @param kafka properties of Kafka's clients, {@code bootstrap.servers} at least
   * @throws IOException if Kafka does not answer
   */
  static RawLog open(Map<String, Object> kafka, String topic) throws IOException {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "none");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      return new RawLog(consumer, partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw new IOException("Kafka's topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Offset of the oldest record that is still there, by partition. */
  Map<Integer, Long> begins() {
    return byPartition(consumer.beginningOffsets(partitions));
  }

  /** Offset after the newest record, by partition. */
  Map<Integer, Long> ends() {
    return byPartition(consumer.endOffsets(partitions));
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), Map.Entry::getValue));
  }

  /** Reads every record before these offsets; a partition that is not named is not read. */
  void readUntil(Map<Integer, Long> nextOffsets, RecordReader reader) throws IOException {
    Map<Integer, Long> begins = begins();
    List<TopicPartition> wanted =
        partitions.stream()
            .filter(p -> nextOffsets.getOrDefault(p.partition(), 0L) > begins.get(p.partition()))
            .toList();
    // Stays assigned to all, or Kafka warns whenever it is asked for the offsets of the others.
    consumer.pause(partitions);
    consumer.resume(wanted);
    consumer.seekToBeginning(partitions);
    try {
      while (wanted.stream().anyMatch(p -> consumer.position(p) < nextOffsets.get(p.partition()))) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          if (message.offset() < nextOffsets.get(message.partition())) {
            reader.read(message);
          }
        }
      }
    } catch (KafkaException e) {
      throw new IOException("the log cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }
}
