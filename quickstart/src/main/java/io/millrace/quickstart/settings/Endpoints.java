// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.net.URI;

/**
 * Where each part is reached: the embedded one on loopback, unless a setting names another.
 *
 * @param kafka Kafka's {@code bootstrap.servers}
 * @param schemaRegistry the Confluent REST API
 * @param clickHouse ClickHouse's HTTP interface
 */
public record Endpoints(String kafka, URI schemaRegistry, URI clickHouse) {

  /** The endpoints of settings whose ports have been chosen. */
  public static Endpoints of(Settings settings) {
    return new Endpoints(
        settings.isEmpty(Setting.KAFKA_BOOTSTRAP_SERVERS)
            ? "127.0.0.1:" + settings.number(Setting.KAFKA_PORT)
            : settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS),
        url(settings, Setting.SCHEMA_REGISTRY_URL, Setting.SCHEMA_REGISTRY_PORT),
        url(settings, Setting.CLICKHOUSE_URL, Setting.CLICKHOUSE_PORT));
  }

  private static URI url(Settings settings, Setting external, Setting embeddedPort) {
    return settings.isEmpty(external)
        ? URI.create("http://127.0.0.1:" + settings.number(embeddedPort))
        : settings.url(external);
  }
}
