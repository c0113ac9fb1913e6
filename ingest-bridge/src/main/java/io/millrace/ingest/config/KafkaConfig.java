// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Where the records go.
 *
 * @param bootstrapServers Kafka's {@code bootstrap.servers}
 * @param schemaRegistry a registry that speaks the Confluent REST API
 * @param deliveryTimeout Kafka's {@code delivery.timeout.ms}: how long a record may wait for its
 *     acknowledgement before its request is answered 503. Default 8 s, inside the 10 s after which
 *     OTLP exporters give up by default
 * @param clientProperties further settings of producer and admin client, e.g. {@code
 *     security.protocol}; what the bridge's promises rest on (acks, idempotence, serializers)
 *     cannot be overridden
 */
public record KafkaConfig(
    String bootstrapServers,
    SchemaRegistryEndpoint schemaRegistry,
    Duration deliveryTimeout,
    Map<String, String> clientProperties) {
  public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofSeconds(8);

  private static final Duration SHORTEST_DELIVERY_TIMEOUT = Duration.ofMillis(500);
  private static final Duration LONGEST_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

  public KafkaConfig {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "kafka.bootstrap-servers must name host:port, is '" + bootstrapServers + "'");
    }
    Objects.requireNonNull(schemaRegistry, "schemaRegistry");
    if (deliveryTimeout.compareTo(SHORTEST_DELIVERY_TIMEOUT) < 0
        || deliveryTimeout.compareTo(LONGEST_DELIVERY_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "bridge.kafka.delivery-timeout must lie between 500 ms and 2 min, is " + deliveryTimeout);
    }
    clientProperties = Map.copyOf(clientProperties);
  }

  public KafkaConfig(String bootstrapServers, URI schemaRegistryUrl) {
    this(
        bootstrapServers,
        SchemaRegistryEndpoint.of(schemaRegistryUrl),
        DEFAULT_DELIVERY_TIMEOUT,
        Map.of());
  }

  /** Without the client properties, which may hold a password. */
  @Override
  public String toString() {
    return "KafkaConfig[%s, %s, %s]".formatted(bootstrapServers, schemaRegistry, deliveryTimeout);
  }
}
