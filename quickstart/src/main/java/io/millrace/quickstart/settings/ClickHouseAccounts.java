// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.engine.EngineCredentials;
import io.millrace.sql.ClickHouseEndpoint;
import java.io.IOException;
import java.net.URI;

/** With which account ClickHouse is asked. */
public final class ClickHouseAccounts {
  private ClickHouseAccounts() {}

  /** The account that writes: of the embedded engine, or that of the settings. */
  public static ClickHouseEndpoint writer(Settings settings, DataFolder folder) throws IOException {
    if (!settings.isEmpty(Setting.CLICKHOUSE_URL)) {
      return external(settings);
    }
    return new ClickHouseEndpoint(
        Endpoints.of(settings).clickHouse(),
        EngineCredentials.WRITER,
        EngineCredentials.load(folder.clickHouseCredentials()).writerPassword(),
        settings.text(Setting.CLICKHOUSE_DATABASE));
  }

  /** The account of the embedded engine that only reads. */
  public static ClickHouseEndpoint embeddedReader(URI url, Settings settings, DataFolder folder)
      throws IOException {
    return new ClickHouseEndpoint(
        url,
        EngineCredentials.READER,
        EngineCredentials.load(folder.clickHouseCredentials()).readerPassword(),
        settings.text(Setting.CLICKHOUSE_DATABASE));
  }

  /** The account of the settings, at a ClickHouse that is not ours. */
  public static ClickHouseEndpoint external(Settings settings) {
    return new ClickHouseEndpoint(
        settings.url(Setting.CLICKHOUSE_URL),
        settings.text(Setting.CLICKHOUSE_USER),
        settings.secret(Setting.CLICKHOUSE_PASSWORD),
        settings.text(Setting.CLICKHOUSE_DATABASE),
        settings.text(Setting.CLICKHOUSE_CA_CERTIFICATE_FILE),
        settings.text(Setting.CLICKHOUSE_CLUSTER));
  }
}
