// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows as CSV with names, as RFC 4180 has it. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front: what an agent was told ends in cells of somebody else's machine.
 */
public final class Csv {
  private static final String FORMULA_STARTS = "=+-@\t\r";
  private static final String END = "\r\n";

  private Csv() {}

  static String of(List<Map<String, Object>> rows) {
    return rows.isEmpty()
        ? ""
        : of(List.copyOf(rows.get(0).keySet()), rows.stream().map(Map::values).toList());
  }

  /** Rows under a line of names. */
  public static String of(List<String> names, List<? extends Collection<?>> rows) {
    return line(names)
        + rows.stream()
            .map(row -> line(row.stream().map(Csv::cell).toList()))
            .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", END));
  }

  private static String cell(Object value) {
    JsonNode node = Json.node(value);
    if (node.isNull()) {
      return "";
    }
    String text = node.isValueNode() ? node.asText() : node.toString();
    return value instanceof String && isFormula(text) ? "'" + text : text;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
