// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks a ClickHouse that is not ours before anything is started: a wrong address or password is
 * said at once, by its setting, and not by a process that dies a minute later.
 */
final class ExistingClickHouse {
  /** UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED of ClickHouse 26.7. */
  private static final Set<Integer> ACCOUNT_CODES = Set.of(192, 193, 194, 516);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private ExistingClickHouse() {}

  /**
   * Returns when it has answered.
   *
   * @param within how long it may take to begin to answer
   * @throws StartException if it does not, or does not know the account
   */
  static void require(Settings settings, Duration within)
      throws StartException, InterruptedException {
    if (settings.isEmpty(Setting.CLICKHOUSE_URL)) {
      return;
    }
    ClickHouseEndpoint endpoint = ClickHouseAccounts.external(settings);
    long giveUpNanos = System.nanoTime() + within.toNanos();
    // The database may be made only later, by the migrations.
    try (SqlReader server = new SqlReader(endpoint.withDatabase("default"))) {
      while (true) {
        try {
          server.query("SELECT 1", Map.of());
          return;
        } catch (UnavailableException away) {
          if (System.nanoTime() > giveUpNanos) {
            throw unreachable(endpoint, away);
          }
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
    } catch (IOException refused) {
      throw refused(endpoint, refused);
    }
  }

  private static StartException unreachable(ClickHouseEndpoint endpoint, IOException cause) {
    return new StartException(
        "ClickHouse at %s does not answer (%s): start it, or set clickhouse.url (%s) to where it is"
            .formatted(
                endpoint.url(), firstLine(cause), Setting.CLICKHOUSE_URL.environmentVariable()),
        cause);
  }

  private static StartException refused(ClickHouseEndpoint endpoint, IOException cause) {
    boolean account =
        cause instanceof RefusedException answer && ACCOUNT_CODES.contains(answer.code());
    return new StartException(
        account
            ? "ClickHouse at %s does not take user '%s' with this password: set clickhouse.user and clickhouse.password (%s, or clickhouse.password-file)"
                .formatted(
                    endpoint.url(),
                    endpoint.user(),
                    Setting.CLICKHOUSE_PASSWORD.environmentVariable())
            : "ClickHouse at %s (clickhouse.url) refuses a query of user '%s': %s"
                .formatted(endpoint.url(), endpoint.user(), firstLine(cause)),
        cause);
  }

  private static String firstLine(IOException failure) {
    return failure.getMessage().lines().findFirst().orElse("");
  }
}
