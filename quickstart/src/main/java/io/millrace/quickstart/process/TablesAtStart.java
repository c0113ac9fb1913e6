// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.LiveLimits;
import io.millrace.sql.Migrations;
import io.millrace.sql.SqlReader;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings ClickHouse's tables up to date before a job starts. */
public final class TablesAtStart {
  private static final Logger log = LoggerFactory.getLogger(TablesAtStart.class);

  /** How long ClickHouse may take until it answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration RETRY_EVERY = Duration.ofMillis(500);

  private TablesAtStart() {}

  /**
   * Applies the migrations and writes the limits of the view {@code live_sessions}, waiting for a
   * ClickHouse that starts beside this.
   *
   * @throws UnavailableException if it has not answered in 90 s
   * @throws IOException if it refuses
   */
  public static void prepare(ClickHouseEndpoint clickHouse, LiveLimits limits)
      throws IOException, InterruptedException {
    long giveUpNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (SqlReader tables = new SqlReader(clickHouse)) {
        log.info("{} migrations applied", Migrations.bundled().apply(clickHouse));
        limits.write(tables);
        return;
      } catch (UnavailableException e) {
        if (System.nanoTime() > giveUpNanos) {
          throw e;
        }
        log.info("ClickHouse at {} does not answer yet", clickHouse.url(), e);
        new CountDownLatch(1).await(RETRY_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
