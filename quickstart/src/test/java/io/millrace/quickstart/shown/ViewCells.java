// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.up.RunningMillrace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the public views show of a workspace, but for its name and the volatile columns (design:
 * received, updated, version, lateness).
 */
final class ViewCells {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> VIEWS =
      List.of(
          "spans",
          "span_content",
          "traces",
          "sessions",
          "users",
          "usage_1m",
          "tool_calls_1m",
          "trace_latency_1m");

  /** The raw span is bytes, not text. */
  private static final String ROWS =
      "SELECT formatRowNoNewline('JSONEachRow',"
          + " * EXCEPT (workspace, received_time, updated_time, version, late_ns)"
          + " REPLACE (hex(raw) AS raw)) AS row"
          + " FROM %s WHERE workspace = {workspace:String}";

  private static final String FINGERPRINT =
      VIEWS.stream()
          .map(
              view ->
                  "SELECT '%s' AS view, count() AS rows, sum(cityHash64(row)) AS hash FROM (%s)"
                      .formatted(view, ROWS.formatted(view)))
          .collect(Collectors.joining(" UNION ALL ", "SELECT * FROM (", ") ORDER BY view"));

  private ViewCells() {}

  /** Rows and their hash for each view: equal where the cells are, and cheaper to ask for. */
  static List<Map<String, Object>> fingerprint(RunningMillrace millrace, String workspace) {
    return millrace.query(FINGERPRINT, Map.of("workspace", workspace));
  }

  /**
   * A line for each cell, {@code view[row].column = value}: what differs between two workspaces is
   * named by the difference of their lines.
   */
  static List<String> of(RunningMillrace millrace, String workspace) {
    List<String> cells = new ArrayList<>();
    for (String view : VIEWS) {
      List<String> rows = rows(millrace, view, workspace);
      for (int row = 0; row < rows.size(); row++) {
        addCells(view + "[" + row + "].", rows.get(row), cells);
      }
    }
    return cells;
  }

  /** The cells that only one has, {@code -} before those of the first. */
  static List<String> differences(List<String> first, List<String> second) {
    Set<String> inFirst = new HashSet<>(first);
    Set<String> inSecond = new HashSet<>(second);
    return Stream.concat(
            first.stream().filter(cell -> !inSecond.contains(cell)).map(cell -> "- " + cell),
            second.stream().filter(cell -> !inFirst.contains(cell)).map(cell -> "+ " + cell))
        .toList();
  }

  private static List<String> rows(RunningMillrace millrace, String view, String workspace) {
    return millrace.query(ROWS.formatted(view), Map.of("workspace", workspace)).stream()
        .map(row -> row.get("row").toString())
        .sorted()
        .toList();
  }

  private static void addCells(String prefix, String row, List<String> cells) {
    try {
      JSON.readTree(row)
          .properties()
          .forEach(cell -> cells.add(prefix + cell.getKey() + " = " + cell.getValue()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + row, e);
    }
  }
}
