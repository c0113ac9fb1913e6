// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.query.FakeTables;
import io.millrace.sql.query.NamedQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayMetricsTest {
  private final FakeTables tables = new FakeTables();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ReplayMetrics replay = new ReplayMetrics(tables);

  @Test
  void standing_isAsOfTheLastLook() {
    tables.answer(
        NamedQuery.REPLAY,
        () -> List.of(Map.of("generation", 2L, "records", 700L, "behind_records", 30L)));
    replay.bindTo(metrics);
    assertThat(gauge("generation")).isNaN();

    replay.refresh();

    assertThat(gauge("generation")).isEqualTo(2);
    assertThat(gauge("records")).isEqualTo(700);
    assertThat(gauge("behind.records")).isEqualTo(30);
  }

  @Test
  void clickHouseThatIsAway_saysNothing() {
    tables.answer(NamedQuery.REPLAY, () -> List.of(Map.of("generation", 2L)));
    replay.bindTo(metrics);
    replay.refresh();
    tables.answer(
        NamedQuery.REPLAY,
        () -> {
          throw new IOException("away");
        });

    replay.refresh();

    assertThat(gauge("generation")).isNaN();
  }

  private double gauge(String name) {
    return metrics.get("millrace.replay." + name).gauge().value();
  }
}
