// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Asks ClickHouse, each query within the same limits. */
final class LimitedReader implements QueryReader {
  private final SqlReader tables;
  private final Map<String, Object> settings;

  LimitedReader(SqlReader tables, QueryLimits limits) {
    this.tables = tables;
    settings =
        Map.of(
            "max_execution_time", limits.maxExecution().toSeconds(),
            "max_result_rows", limits.maxResultRows());
  }

  @Override
  public List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters)
      throws IOException {
    requireAll(query, parameters);
    return tables.query(query.text(), BoundParameters.of(parameters), settings);
  }

  @Override
  public void copy(
      NamedQuery query,
      Map<String, Object> parameters,
      List<String> without,
      String format,
      OutputStream out)
      throws IOException {
    requireAll(query, parameters);
    String text =
        without.isEmpty()
            ? query.text()
            : "SELECT * EXCEPT (%s) FROM (%s)".formatted(String.join(", ", without), query.text());
    tables.stream(text, BoundParameters.of(parameters), settings, format, out);
  }

  private static void requireAll(NamedQuery query, Map<String, Object> parameters) {
    if (!parameters.keySet().equals(query.parameters())) {
      throw new IllegalArgumentException(
          "the query %s takes %s, but was given %s"
              .formatted(query, query.parameters(), parameters.keySet()));
    }
  }
}
