// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.MigrationException;
import io.millrace.sql.Migrations;
import org.junit.jupiter.api.Test;

interface MigrationsContract extends StoreTests {
  @Test
  default void migrations_whenUpToDate_changeNothing() throws Exception {
    assertThat(Migrations.bundled().apply(store().endpoint())).isZero();
  }

  @Test
  default void migrations_whenCutOffBeforeTheRecord_runAgainAndKeepTheData() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(SampleRows.span(GEN, "kept", "name", 1));
      store.execute("TRUNCATE TABLE schema_migrations");

      int applied = Migrations.bundled().apply(store.endpoint());

      assertThat(store.tsv("SELECT count() FROM schema_migrations")).isEqualTo(applied + "\n");
      assertThat(store.tsv("SELECT count() FROM spans")).isEqualTo("1\n");
      assertThat(store.tsv("SELECT gen FROM generations")).isEqualTo("1\n");
    }
  }

  @Test
  default void migrations_whenAnAppliedOneDiffers_areRefused() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.execute(
          "INSERT INTO schema_migrations (version, name, checksum, applied_time)"
              + " SELECT 2, 'V0002__span_tables.sql', 'other', now64(3) + 60");

      assertThatThrownBy(() -> Migrations.bundled().apply(store.endpoint()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("another V0002__span_tables.sql");
    }
  }

  @Test
  default void migrations_ofANewerMillrace_areRefusedInOneLine() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.execute(
          "INSERT INTO schema_migrations (version, name, checksum)"
              + " SELECT 9999, 'V9999__later.sql', 'later'");

      assertThatThrownBy(() -> Migrations.bundled().apply(store.endpoint()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("written by a newer Millrace")
          .hasMessageContaining("9999")
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  default void migrations_ofAClusterThatTheServerDoesNotKnow_areRefusedByName() {
    ClickHouseEndpoint server = store().endpoint();
    ClickHouseEndpoint cluster =
        new ClickHouseEndpoint(
            server.url(), server.user(), server.password(), "nowhere", "", "no-such-cluster");

    assertThatThrownBy(() -> Migrations.bundled().apply(cluster))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("clickhouse.cluster must name a cluster of one shard")
        .hasMessageContaining("'no-such-cluster' has 0");
  }

  @Test
  default void migrations_ofACluster_areStatementsThatTheServerUnderstands() throws Exception {
    for (String statement : Migrations.bundled().statementsOn("any")) {
      assertThat(store().tsv("EXPLAIN AST " + statement)).as(statement).isNotBlank();
    }
  }
}
