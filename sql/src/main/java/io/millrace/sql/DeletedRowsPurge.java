// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.sql.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Removes from the disk what is deleted: the versions of rows that those in their place have
 * replaced, which the engine would keep until it merges their parts, and what was said of deleted
 * traces by REST. The rows in their place stay. To do it again is harmless.
 */
public final class DeletedRowsPurge {
  private static final String DELETED_SPANS =
      "(SELECT gen, workspace, trace_id, arrayJoin(span_ids) FROM deletion_rows FINAL)";

  private static final String DELETED_TRACES =
      " (gen, workspace, trace_id) IN"
          + " (SELECT gen, workspace, trace_id FROM deletion_rows FINAL WHERE whole)";

  private static final List<String> STATEMENTS =
      List.of(
          "ALTER TABLE span_content_rows DELETE WHERE NOT deleted"
              + " AND (gen, workspace, trace_id, span_id) IN "
              + DELETED_SPANS,
          "ALTER TABLE span_rows DELETE WHERE NOT deleted"
              + " AND (gen, workspace, trace_id, span_id) IN "
              + DELETED_SPANS,
          replacedTraces(Table.TRACES.physicalName()),
          replacedTraces(Table.TRACES_BY_ARRIVAL),
          "ALTER TABLE annotation_rows DELETE WHERE" + DELETED_TRACES,
          "ALTER TABLE trace_info_rows DELETE WHERE" + DELETED_TRACES);

  private static String replacedTraces(String table) {
    return ("ALTER TABLE %1$s DELETE WHERE (gen, workspace, trace_id, version) IN"
            + " (SELECT t.gen, t.workspace, t.trace_id, t.version FROM %1$s AS t"
            + " INNER JOIN (SELECT * FROM deletion_rows FINAL) AS d"
            + " ON t.gen = d.gen AND t.workspace = d.workspace AND t.trace_id = d.trace_id"
            + " WHERE t.version < d.version)")
        .formatted(table);
  }

  /** Waits for it; a subquery is no mutation that every replica would make the same by itself. */
  private static final String SETTINGS =
      " SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1";

  private final SqlReader tables;

  /**
   * A purge.
   *
   * @param tables by an account that may change them
   */
  public DeletedRowsPurge(SqlReader tables) {
    this.tables = tables;
  }

  /**
   * Rewrites the parts that hold something of it, and returns when that is done.
   *
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public void run() throws IOException {
    for (String statement : STATEMENTS) {
      tables.execute(statement + SETTINGS, Map.of());
    }
  }
}
