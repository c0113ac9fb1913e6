// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of the bridge's Kafka clients. */
final class KafkaClientProperties {
  /** What key, envelope and batch add to the largest item. */
  static final int RECORD_OVERHEAD_BYTES = 64 << 10;

  private static final int LINGER_MILLIS = 10;
  private static final int BATCH_BYTES = 128 << 10;
  private static final int ZSTD_LEVEL = 1;
  private static final int CLOSED_CONNECTION_BACKOFF_MILLIS = 50;
  private static final int MAX_RECONNECT_BACKOFF_MILLIS = 1_000;

  /** How long a call may wait for metadata, i.e. for a broker. */
  private static final int MAX_BLOCK_MILLIS = 2_000;

  /** A record that comes ends the wait; a quiet topic costs one request in that time. */
  private static final int FETCH_MAX_WAIT_MILLIS = 5_000;

  private static final int ADMIN_REQUEST_TIMEOUT_MILLIS = 5_000;

  private KafkaClientProperties() {}

  static Map<String, Object> producer(KafkaConfig kafka, LimitsConfig limits) {
    Map<String, Object> properties = common(kafka);
    Duration delivery = kafka.deliveryTimeout();
    int requestTimeoutMillis = (int) Math.max(1, delivery.toMillis() / 2 - LINGER_MILLIS);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    // Raw input is kept for weeks and prompts repeat: measured, zstd takes half of lz4's disk for a
    // quarter of the producing rate, which is far above what comes behind it.
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, CompressionType.ZSTD.name);
    properties.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, ZSTD_LEVEL);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery.toMillis()));
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    properties.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, limits.maxSpanBytes() + RECORD_OVERHEAD_BYTES);
    // Everything admitted fits, so that a send waits for a broker but never for memory.
    properties.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, limits.maxInFlightBytes() + RECORD_OVERHEAD_BYTES);
    return properties;
  }

  static Map<String, Object> admin(KafkaConfig kafka) {
    Map<String, Object> properties = common(kafka);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_REQUEST_TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_REQUEST_TIMEOUT_MILLIS);
    return properties;
  }

  /** Of a consumer without a group, which reads a whole topic and is in no hurry to ask again. */
  static Map<String, Object> consumer(KafkaConfig kafka) {
    Map<String, Object> properties = common(kafka);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MILLIS);
    return properties;
  }

  private static Map<String, Object> common(KafkaConfig kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-bridge");
    properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, CLOSED_CONNECTION_BACKOFF_MILLIS);
    properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, MAX_RECONNECT_BACKOFF_MILLIS);
    return properties;
  }
}
