// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicatedStatementsTest {
  private final ReplicatedStatements cluster = new ReplicatedStatements("main");

  @Test
  void table_isMadeOnTheClusterWithTheReplicatedTwinOfItsEngine() {
    assertThat(
            cluster.of(
                """
                CREATE TABLE IF NOT EXISTS t
                (
                    a UInt32 COMMENT 'ENGINE = MergeTree'
                )
                ENGINE = ReplacingMergeTree(version)
                ORDER BY a"""))
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS t ON CLUSTER 'main'
            (
                a UInt32 COMMENT 'ENGINE = MergeTree'
            )
            ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
            ORDER BY a""");
  }

  @Test
  void engineWithoutArguments_isGivenPathAndReplicaOnly() {
    assertThat(cluster.of("ENGINE = MergeTree"))
        .isEqualTo(
            "ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')");
  }

  @Test
  void viewFunctionAlterationAndDatabase_areMadeOnTheCluster() {
    assertThat(cluster.of("CREATE OR REPLACE VIEW v (a UInt32) AS SELECT 1 AS a"))
        .isEqualTo("CREATE OR REPLACE VIEW v ON CLUSTER 'main' (a UInt32) AS SELECT 1 AS a");
    assertThat(cluster.of("CREATE OR REPLACE FUNCTION f AS (h, q) -> h"))
        .isEqualTo("CREATE OR REPLACE FUNCTION f ON CLUSTER 'main' AS (h, q) -> h");
    assertThat(cluster.of("ALTER TABLE t MODIFY SETTING s = ''"))
        .isEqualTo("ALTER TABLE t ON CLUSTER 'main' MODIFY SETTING s = ''");
    assertThat(cluster.of("CREATE DATABASE IF NOT EXISTS d ENGINE = Atomic"))
        .isEqualTo("CREATE DATABASE IF NOT EXISTS d ON CLUSTER 'main' ENGINE = Atomic");
  }

  @Test
  void statementThatMakesNothing_isLeft() {
    assertThat(cluster.of("INSERT INTO generations (gen) SELECT 1"))
        .isEqualTo("INSERT INTO generations (gen) SELECT 1");
  }

  @Test
  void bundledMigrations_makeNothingOnOneReplicaOnly() {
    assertThat(Migrations.bundled().statementsOn("main"))
        .allMatch(
            statement -> !statement.matches("(?s)(CREATE|ALTER) .*") || isOnCluster(statement))
        .noneMatch(statement -> statement.matches("(?s).*\\RENGINE = (?!Replicated).*"));
  }

  private static boolean isOnCluster(String statement) {
    return statement.matches("(?s)(CREATE|ALTER) [A-Z ]+ \\w+ ON CLUSTER 'main'.*");
  }

  @Test
  void replicatedInsert_waitsForMostReplicas() {
    assertThat(TableWriter.settings(true).getAllSettings().toString())
        .contains("insert_quorum=auto");
    assertThat(TableWriter.settings(false).getAllSettings().toString())
        .doesNotContain("insert_quorum");
  }
}
