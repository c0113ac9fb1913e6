// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.net.URI;
import java.util.Map;

/**
 * Where each part is reached: the embedded one on loopback, unless a setting names another.
 *
 * @param kafka Kafka's {@code bootstrap.servers}
 * @param kafkaClientProperties security and more of every Kafka client; may hold a password
 * @param schemaRegistry a registry that speaks the Confluent REST API
 * @param clickHouse ClickHouse's HTTP interface
 * @param flink Flink's REST interface
 */
public record Endpoints(
    String kafka,
    Map<String, String> kafkaClientProperties,
    SchemaRegistryEndpoint schemaRegistry,
    URI clickHouse,
    URI flink) {

  /** The endpoints of settings whose ports have been chosen. */
  public static Endpoints of(Settings settings) {
    return new Endpoints(
        settings.isEmpty(Setting.KAFKA_BOOTSTRAP_SERVERS)
            ? "127.0.0.1:" + settings.number(Setting.KAFKA_PORT)
            : settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS),
        KafkaClientSettings.of(settings),
        schemaRegistry(settings),
        url(settings, Setting.CLICKHOUSE_URL, Setting.CLICKHOUSE_PORT),
        url(settings, Setting.FLINK_URL, Setting.FLINK_PORT));
  }

  private static SchemaRegistryEndpoint schemaRegistry(Settings settings) {
    URI url = url(settings, Setting.SCHEMA_REGISTRY_URL, Setting.SCHEMA_REGISTRY_PORT);
    return settings.isEmpty(Setting.SCHEMA_REGISTRY_URL)
        ? SchemaRegistryEndpoint.of(url)
        : new SchemaRegistryEndpoint(
            url,
            settings.text(Setting.SCHEMA_REGISTRY_USER),
            settings.secret(Setting.SCHEMA_REGISTRY_PASSWORD),
            settings.secret(Setting.SCHEMA_REGISTRY_BEARER_TOKEN),
            settings.text(Setting.SCHEMA_REGISTRY_CA_CERTIFICATE_FILE));
  }

  private static URI url(Settings settings, Setting external, Setting embeddedPort) {
    return settings.isEmpty(external)
        ? URI.create("http://127.0.0.1:" + settings.number(embeddedPort))
        : settings.url(external);
  }
}
