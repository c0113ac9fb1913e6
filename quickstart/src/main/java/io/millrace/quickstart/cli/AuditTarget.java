// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What an audit asks, to be closed afterwards: the engines of the running Millrace, or the existing
 * ones that the settings name.
 */
record AuditTarget(Audit.Target target) implements AutoCloseable {

  static AuditTarget open(CommonOptions common) throws IOException {
    Map<Setting, String> ports = new EnumMap<>(Setting.class);
    addPort(common, ports, Setting.KAFKA_BOOTSTRAP_SERVERS, Setting.KAFKA_PORT, "kafka");
    addPort(
        common,
        ports,
        Setting.SCHEMA_REGISTRY_URL,
        Setting.SCHEMA_REGISTRY_PORT,
        "schema-registry");
    addPort(common, ports, Setting.CLICKHOUSE_URL, Setting.CLICKHOUSE_PORT, "clickhouse");
    Settings settings = common.settings().with(ports);
    Endpoints endpoints = Endpoints.of(settings);
    Map<String, Object> kafka = new HashMap<>(endpoints.kafkaClientProperties());
    kafka.put("bootstrap.servers", endpoints.kafka());
    SqlReader tables = new SqlReader(clickHouse(common, settings, endpoints));
    return new AuditTarget(new Audit.Target(kafka, endpoints.schemaRegistry(), tables));
  }

  @Override
  public void close() {
    target.tables().close();
  }

  /** The port of an embedded engine may have been a free one. */
  private static void addPort(
      CommonOptions common,
      Map<Setting, String> ports,
      Setting external,
      Setting port,
      String service) {
    if (common.settings().isEmpty(external)) {
      String address =
          common
              .running()
              .flatMap(state -> state.address(service))
              .orElseThrow(() -> CommandException.notRunning(common.folder().root()));
      ports.put(port, address.substring(address.lastIndexOf(':') + 1));
    }
  }

  private static ClickHouseEndpoint clickHouse(
      CommonOptions common, Settings settings, Endpoints endpoints) throws IOException {
    return settings.isEmpty(Setting.CLICKHOUSE_URL)
        ? ClickHouseAccounts.embeddedReader(endpoints.clickHouse(), settings, common.folder())
        : ClickHouseAccounts.external(settings);
  }
}
