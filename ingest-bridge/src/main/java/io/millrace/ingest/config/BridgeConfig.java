// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import java.net.URI;
import java.util.Objects;

/**
 * All settings of a bridge.
 *
 * @param listen addresses
 * @param kafka where the records go
 * @param topics how topics are made
 * @param limits how much is taken at once
 * @param connections how connections are kept
 * @param retention when input is refused lest it expire unread
 * @param reads where reads are passed on to
 */
public record BridgeConfig(
    ListenConfig listen,
    KafkaConfig kafka,
    TopicsConfig topics,
    LimitsConfig limits,
    ConnectionsConfig connections,
    RetentionConfig retention,
    ReadsConfig reads) {

  public BridgeConfig {
    Objects.requireNonNull(listen, "listen");
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(reads, "reads");
    if (connections.requestTimeout().compareTo(kafka.deliveryTimeout()) <= 0) {
      throw new IllegalArgumentException(
          "bridge.connections.request-timeout must be longer than bridge.kafka.delivery-timeout, is "
              + connections.requestTimeout());
    }
  }

  /** Of a bridge that passes reads on to where the query API is by default. */
  public BridgeConfig(
      ListenConfig listen,
      KafkaConfig kafka,
      TopicsConfig topics,
      LimitsConfig limits,
      ConnectionsConfig connections,
      RetentionConfig retention) {
    this(listen, kafka, topics, limits, connections, retention, ReadsConfig.DEFAULTS);
  }

  /** The defaults, for a broker and a registry at these addresses. */
  public static BridgeConfig of(String bootstrapServers, URI schemaRegistryUrl) {
    return new BridgeConfig(
        ListenConfig.DEFAULTS,
        new KafkaConfig(bootstrapServers, schemaRegistryUrl),
        TopicsConfig.DEFAULTS,
        LimitsConfig.DEFAULTS,
        ConnectionsConfig.DEFAULTS,
        RetentionConfig.DEFAULTS);
  }
}
