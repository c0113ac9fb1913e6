// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.write;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be deleted: a trace, or all of a session or user that began before now. Of those the
 * job is told first, and tells none of them from then on; then each trace is named that the views
 * show with it, which are those that were told before.
 *
 * @param kind what the id names
 */
public record Deletion(String workspace, Kind kind, String id) {
  /** More than one only where traces come in meanwhile. */
  private static final int ROUNDS = 10;

  /** What can be deleted. */
  public enum Kind {
    TRACE("trace_id", "/api/v1/traces/"),
    SESSION("session_id", "/api/v1/sessions/"),
    USER("user_id", "/api/v1/users/");

    private final String column;
    private final String path;

    Kind(String column, String path) {
      this.column = column;
      this.path = path;
    }
  }

  /** The traces that hold spans of it which began before a time. */
  public List<String> traces(SqlReader tables, Instant before) throws IOException {
    String sql =
        "SELECT DISTINCT trace_id FROM spans WHERE workspace = {workspace:String} AND "
            + kind.column
            + " = {id:String} AND start_time < fromUnixTimestamp64Milli({before:Int64})"
            + " ORDER BY trace_id";
    return tables
        .query(sql, Map.of("workspace", workspace, "id", id, "before", before.toEpochMilli()))
        .stream()
        .map(row -> row.get("trace_id").toString())
        .toList();
  }

  /**
   * Deletes it.
   *
   * @return in how many traces
   * @throws IOException if not all of it could be deleted
   */
  public int execute(BridgeWriter writer, SqlReader tables)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    if (kind == Kind.TRACE) {
      writer.write(workspace, "DELETE", Kind.TRACE.path + id, "");
      writer.awaitShown();
      return 1;
    }
    Set<String> traces = new TreeSet<>(traces(tables, now));
    writer.write(workspace, "DELETE", kind.path + encoded(id), "");
    writer.awaitShown();
    int deleted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      traces.addAll(traces(tables, now));
      if (traces.isEmpty()) {
        return deleted;
      }
      for (String trace : traces) {
        writer.write(workspace, "DELETE", Kind.TRACE.path + trace + query(), "");
      }
      writer.awaitShown();
      deleted += traces.size();
      traces.clear();
    }
    throw new IOException("more of it comes in than is deleted; try again when its agents rest");
  }

  private String query() {
    return "?" + kind.column + "=" + encoded(id);
  }

  /** For a path as for a query. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
