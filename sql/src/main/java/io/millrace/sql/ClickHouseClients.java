// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import com.clickhouse.client.api.Client;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** How Millrace opens ClickHouse's own client. */
final class ClickHouseClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private ClickHouseClients() {}

  /**
   * A client whose every failure comes to the caller at once: it never repeats a request itself,
   * the caller knows better when that is right.
   *
   * @param socketTimeout how long an answer may be silent
   */
  static Client open(ClickHouseEndpoint endpoint, Duration socketTimeout) {
    Client.Builder client =
        new Client.Builder()
            .addEndpoint(endpoint.url().toString())
            .setUsername(endpoint.user())
            .setPassword(endpoint.password())
            .setDefaultDatabase(endpoint.database())
            .setConnectTimeout(CONNECT_TIMEOUT.toMillis(), ChronoUnit.MILLIS)
            .setSocketTimeout(socketTimeout.toMillis(), ChronoUnit.MILLIS)
            .setMaxRetries(0)
            .setClientName("millrace");
    if (!endpoint.caCertificateFile().isEmpty()) {
      client.setRootCertificate(endpoint.caCertificateFile());
    }
    return client.build();
  }
}
