// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this version: forward only, checksummed, safe to run at every
 * start and to run again after it was cut off. Why not a library: docs/adr/0003-migrations.md.
 */
public final class Migrations {
  /** Every migration, in order; a new one is added here and in the folder migrations/. */
  private static final List<String> FILES =
      List.of(
          "V0001__generations.sql",
          "V0002__span_tables.sql",
          "V0003__trace_rows.sql",
          "V0004__minute_tables.sql",
          "V0005__log_tables.sql",
          "V0006__histogram_quantile.sql",
          "V0007__span_views.sql",
          "V0008__trace_views.sql",
          "V0009__minute_views.sql",
          "V0010__log_views.sql",
          "V0011__generation_changes.sql",
          "V0012__histogram_sum.sql",
          "V0013__cheap_merges.sql",
          "V0014__trace_state.sql",
          "V0015__live_sessions.sql",
          "V0016__search_indices.sql",
          "V0017__annotations.sql",
          "V0018__annotation_experiments.sql",
          "V0019__traces_by_arrival.sql",
          "V0020__trace_info.sql",
          "V0021__wide_merges.sql",
          "V0022__cost_parts.sql",
          "V0023__cost_part_views.sql",
          "V0024__price_overrides.sql",
          "V0025__replay_progress.sql",
          "V0026__content_by_age.sql",
          "V0027__texts_once.sql",
          "V0028__compact_parts.sql",
          "V0029__rare_merges_of_little.sql",
          "V0030__reads_by_key.sql");

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** A record is written once its migration has run to the end. */
  private static final String CREATE_HISTORY =
      """
      CREATE TABLE IF NOT EXISTS schema_migrations
      (
          version UInt32 COMMENT 'Number of the migration',
          name String COMMENT 'Its file',
          checksum String COMMENT 'SHA-256 of the file, hex',
          applied_time DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When it was last applied'
      )
      ENGINE = ReplacingMergeTree(applied_time)
      ORDER BY version
      COMMENT 'Migrations that have been applied'
      """;

  private final List<Migration> migrations;

  Migrations(List<Migration> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  List<Migration> migrations() {
    return migrations;
  }

  /** Every statement as a cluster of this name is sent it; for checks and tests. */
  public List<String> statementsOn(String cluster) {
    return migrations.stream()
        .flatMap(migration -> migration.statements().stream())
        .map(new ReplicatedStatements(cluster)::of)
        .toList();
  }

  /** The migrations of this version of Millrace. */
  public static Migrations bundled() {
    return new Migrations(FILES.stream().map(Migration::load).toList());
  }

  /**
   * Creates the endpoint's database if need be, and applies what it lacks.
   *
   * @return how many migrations were applied; 0 = it was up to date
   * @throws MigrationException if a newer Millrace has written the database, or an applied
   *     migration is not the one that this version has
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public int apply(ClickHouseEndpoint endpoint) throws IOException {
    UnaryOperator<String> form =
        endpoint.isCluster()
            ? new ReplicatedStatements(endpoint.cluster())::of
            : UnaryOperator.identity();
    try (SqlReader any = new SqlReader(endpoint.withDatabase("default"))) {
      if (endpoint.isCluster()) {
        requireOneShard(any, endpoint.cluster());
      }
      // Atomic by name: in the embedded engine it is not the default.
      execute(
          any,
          form.apply("CREATE DATABASE IF NOT EXISTS " + endpoint.database() + " ENGINE = Atomic"));
    }
    try (SqlReader database = new SqlReader(endpoint)) {
      execute(database, form.apply(CREATE_HISTORY));
      Map<Integer, String> applied = appliedChecksums(database);
      check(endpoint.database(), applied);
      return applyMissing(database, applied, form);
    }
  }

  /** All replicas hold all rows; rows are not spread over shards. */
  private static void requireOneShard(SqlReader server, String cluster) throws IOException {
    List<Map<String, Object>> shards =
        server.query(
            "SELECT DISTINCT shard_num FROM system.clusters WHERE cluster = {cluster:String}",
            Map.of("cluster", cluster));
    if (shards.size() != 1) {
      throw new MigrationException(
          "clickhouse.cluster must name a cluster of one shard, but '%s' has %d: the server's"
                  .formatted(cluster, shards.size())
              + " table system.clusters lists those it knows");
    }
  }

  private int applyMissing(
      SqlReader database, Map<Integer, String> applied, UnaryOperator<String> form)
      throws IOException {
    int count = 0;
    for (Migration migration : migrations) {
      if (!applied.containsKey(migration.version())) {
        for (String statement : migration.statements()) {
          execute(database, form.apply(statement));
        }
        execute(database, recordOf(migration));
        LOG.info("applied migration {}", migration.name());
        count++;
      }
    }
    return count;
  }

  private void check(String database, Map<Integer, String> applied) {
    int known = migrations.get(migrations.size() - 1).version();
    int newest = applied.keySet().stream().max(Integer::compare).orElse(0);
    if (newest > known) {
      throw new MigrationException(
          ("database %s was written by a newer Millrace: it has migration %d, this version knows"
                  + " %d; use the newer version, data is never migrated back")
              .formatted(database, newest, known));
    }
    for (Migration migration : migrations) {
      String checksum = applied.get(migration.version());
      if (checksum != null && !checksum.equals(migration.checksum())) {
        throw new MigrationException(
            "database %s has another %s than this version: checksum %s, expected %s"
                .formatted(database, migration.name(), checksum, migration.checksum()));
      }
    }
  }

  private static Map<Integer, String> appliedChecksums(SqlReader database) throws IOException {
    Map<Integer, String> checksums = new HashMap<>();
    for (Map<String, Object> row :
        database.query("SELECT version, checksum FROM schema_migrations FINAL", Map.of())) {
      checksums.put(((Number) row.get("version")).intValue(), (String) row.get("checksum"));
    }
    return checksums;
  }

  /** Name and checksum hold nothing that would need quoting. */
  private static String recordOf(Migration migration) {
    return "INSERT INTO schema_migrations (version, name, checksum) SELECT %d, '%s', '%s'"
        .formatted(migration.version(), migration.name(), migration.checksum());
  }

  private static void execute(SqlReader database, String statement) throws IOException {
    database.stream(statement, Map.of(), "TSV", OutputStream.nullOutputStream());
  }
}
