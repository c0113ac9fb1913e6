// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that a topic holds, headers included. */
public final class TopicDump {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Map<String, Object> kafka;

  /** With properties of Kafka's clients. */
  public TopicDump(Map<String, Object> kafka) {
    this.kafka = new HashMap<>(kafka);
    this.kafka.put("enable.auto.commit", false);
    this.kafka.put("max.partition.fetch.bytes", 16 << 20);
  }

  /** Each record as it is, as text of one byte a character. */
  public List<String> texts(String topic) {
    List<String> texts = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          texts.add(text(message));
        }
      }
    }
    return texts;
  }

  private static String text(ConsumerRecord<byte[], byte[]> message) {
    String value = message.value() == null ? "" : new String(message.value(), ISO_8859_1);
    StringBuilder text = new StringBuilder(value);
    message.headers().forEach(header -> text.append(new String(header.value(), ISO_8859_1)));
    return text.toString();
  }
}
