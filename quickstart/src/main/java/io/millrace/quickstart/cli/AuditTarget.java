// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The engines of the running Millrace, or the existing ones that the settings name. */
final class AuditTarget {
  private final CommonOptions common;

  private AuditTarget(CommonOptions common) {
    this.common = common;
  }

  /** Something to audit, to be closed afterwards. */
  record Opened(Audit.Target target) implements AutoCloseable {
    @Override
    public void close() {
      target.tables().close();
    }
  }

  static Opened open(CommonOptions common) throws IOException {
    AuditTarget engines = new AuditTarget(common);
    String kafka = engines.address(Setting.KAFKA_BOOTSTRAP_SERVERS, "kafka");
    String registry = engines.address(Setting.SCHEMA_REGISTRY_URL, "schema-registry");
    return new Opened(
        new Audit.Target(
            Map.of("bootstrap.servers", kafka),
            URI.create(registry),
            new SqlReader(engines.clickHouse())));
  }

  private ClickHouseEndpoint clickHouse() throws IOException {
    Settings settings = common.settings();
    return settings.isEmpty(Setting.CLICKHOUSE_URL)
        ? ClickHouseAccounts.embeddedReader(
            URI.create(running("clickhouse")), settings, common.folder())
        : ClickHouseAccounts.external(settings);
  }

  private String address(Setting external, String service) {
    return common.settings().isEmpty(external)
        ? running(service)
        : common.settings().text(external);
  }

  private String running(String service) {
    return common
        .running()
        .flatMap((RunState state) -> state.address(service))
        .orElseThrow(() -> CommandException.notRunning(common.folder().root()));
  }
}
