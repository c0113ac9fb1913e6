// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.util.regex.Pattern;

/**
 * Makes a migration's statements those of a cluster: every object on all replicas, every table's
 * engine its replicated twin. Why not files of their own: docs/adr/0007-replicated-tables.md.
 *
 * @see <a
 *     href="https://clickhouse.com/docs/engines/table-engines/mergetree-family/replication">ClickHouse
 *     26.7, data replication</a>
 */
final class ReplicatedStatements {
  private static final Pattern DEFINITION =
      Pattern.compile(
          "^(CREATE (?:DATABASE|TABLE) IF NOT EXISTS|CREATE OR REPLACE (?:VIEW|FUNCTION)|CREATE MATERIALIZED VIEW IF NOT EXISTS|ALTER TABLE)"
              + " (\\w+)");
  private static final Pattern ENGINE =
      Pattern.compile("^ENGINE = (\\w*MergeTree)(?:\\((.*)\\))?$", Pattern.MULTILINE);

  /**
   * By name, not by the table's UUID, which is the server's default: a replica that joins later
   * makes the table with a UUID of its own and must still find the others.
   */
  private static final String PATH = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'";

  private final String cluster;

  /** For a cluster by its name in the server's configuration. */
  ReplicatedStatements(String cluster) {
    this.cluster = cluster;
  }

  /** The statement for the cluster; one that makes nothing is left as it is. */
  String of(String statement) {
    String everywhere =
        DEFINITION.matcher(statement).replaceFirst("$1 $2 ON CLUSTER '" + cluster + "'");
    return ENGINE
        .matcher(everywhere)
        .replaceAll(
            engine ->
                "ENGINE = Replicated%s(%s%s)"
                    .formatted(
                        engine.group(1),
                        PATH,
                        engine.group(2) == null ? "" : ", " + engine.group(2)));
  }
}
