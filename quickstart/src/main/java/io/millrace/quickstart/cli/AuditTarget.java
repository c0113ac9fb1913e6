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
import java.util.HashMap;
import java.util.Map;

/**
 * What an audit asks, to be closed afterwards: the engines of the running Millrace, or the existing
 * ones that the settings name.
 */
record AuditTarget(Audit.Target target) implements AutoCloseable {

  static AuditTarget open(CommonOptions common) throws IOException {
    Settings settings = RunningEngines.settings(common);
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

  private static ClickHouseEndpoint clickHouse(
      CommonOptions common, Settings settings, Endpoints endpoints) throws IOException {
    return settings.isEmpty(Setting.CLICKHOUSE_URL)
        ? ClickHouseAccounts.embeddedReader(endpoints.clickHouse(), settings, common.folder())
        : ClickHouseAccounts.external(settings);
  }
}
