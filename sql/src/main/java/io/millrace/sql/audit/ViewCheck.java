// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.audit;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One thing that must hold between the public views. Its file starts with what must hold, in a
 * comment; its query returns workspace, item, expected and found of each place where it does not.
 *
 * @param name of the file, without .sql
 * @param rule what must hold
 * @param query finds where it does not
 */
public record ViewCheck(String name, String rule, String query) {
  /** In the order of the way of a span; a new one is added here and in the folder audit/. */
  private static final List<String> NAMES =
      List.of(
          "ledger_balances",
          "ledger_spans",
          "ledger_deletions",
          "ledger_dead_letters",
          "refused_rows",
          "span_contents",
          "trace_spans",
          "trace_parts",
          "trace_arrivals",
          "minute_usage",
          "minute_tools",
          "minute_traces");

  private static final String COMMENT = "-- ";

  /** All checks of this version. */
  public static List<ViewCheck> bundled() {
    return NAMES.stream().map(ViewCheck::load).toList();
  }

  /**
   * Where it does not hold.
   *
   * @param limit how many places are told at most, from 1
   * @throws IOException if ClickHouse refuses or does not answer
   */
  public List<Difference> run(SqlReader tables, int limit) throws IOException {
    String limited = "SELECT * FROM (" + query + ") ORDER BY workspace, item LIMIT {limit:UInt32}";
    return tables.query(limited, Map.of("limit", limit)).stream()
        .map(
            row ->
                new Difference(
                    row.get("workspace").toString(),
                    row.get("item").toString(),
                    row.get("expected").toString(),
                    row.get("found").toString()))
        .toList();
  }

  private static ViewCheck load(String name) {
    try (InputStream file = ViewCheck.class.getResourceAsStream(name + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("no check " + name + " on the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new ViewCheck(name, ruleOf(name, text.lines()), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ruleOf(String name, Stream<String> lines) {
    String first = lines.findFirst().orElse("");
    if (!first.startsWith(COMMENT)) {
      throw new IllegalStateException("the check " + name + " does not begin with what must hold");
    }
    return first.substring(COMMENT.length());
  }
}
