// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.write;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is to be deleted: a trace, or all of a session or user that began before now, trace by trace
 * until the views show none of it.
 *
 * @param kind what the id names
 */
public record Deletion(String workspace, Kind kind, String id) {
  /** More than one only where traces come in meanwhile. */
  private static final int ROUNDS = 10;

  /** What can be deleted. */
  public enum Kind {
    TRACE("trace_id"),
    SESSION("session_id"),
    USER("user_id");

    private final String column;

    Kind(String column) {
      this.column = column;
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
      writer.write(workspace, "DELETE", path(id), "");
      writer.awaitShown();
      return 1;
    }
    int deleted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> traces = traces(tables, now);
      if (traces.isEmpty()) {
        return deleted;
      }
      for (String trace : traces) {
        writer.write(workspace, "DELETE", path(trace) + query(), "");
      }
      writer.awaitShown();
      deleted += traces.size();
    }
    throw new IOException("more of it comes in than is deleted; try again when its agents rest");
  }

  private static String path(String traceId) {
    return "/api/v1/traces/" + traceId;
  }

  private String query() {
    return "?" + kind.column + "=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
