// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How far the replay that is on its way has come, as of the last {@link #refresh}.
 *
 * <ul>
 *   <li>{@code millrace_replay_generation}: that it goes into; 0 = no replay is on its way.
 *   <li>{@code millrace_replay_records}: of the log that it has read.
 *   <li>{@code millrace_replay_behind_records}: that the views show and it does not hold yet; it
 *       takes over at 0.
 * </ul>
 *
 * <p>All are NaN where ClickHouse has not said.
 */
public final class ReplayMetrics implements MeterBinder {
  private final QueryReader tables;
  private volatile Map<String, Object> standing = Map.of();

  public ReplayMetrics(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "generation", "Generation of the replay on its way, 0 = none");
    gauge(registry, "records", "Records of the log that the replay has read");
    gauge(registry, "behind_records", "Records that the views show and the replay does not hold");
  }

  private void gauge(MeterRegistry registry, String column, String description) {
    Gauge.builder("millrace.replay." + column.replace('_', '.'), () -> value(column))
        .description(description)
        .register(registry);
  }

  private double value(String column) {
    return standing.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Asks ClickHouse. */
  public void refresh() {
    try {
      List<Map<String, Object>> rows = tables.ask(NamedQuery.REPLAY, Map.of());
      standing = rows.isEmpty() ? Map.of() : rows.get(0);
    } catch (IOException away) {
      standing = Map.of();
    }
  }
}
