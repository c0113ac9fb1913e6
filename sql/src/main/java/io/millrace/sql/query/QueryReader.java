// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Answers named queries. */
public interface QueryReader {
  /**
   * Asks.
   *
   * @param parameters a value for each of {@link NamedQuery#parameters()}: text, a number, or a
   *     list of texts
   * @return one map a row, by column name in the order of the query
   * @throws io.millrace.sql.RefusedException if ClickHouse answered with an error
   * @throws io.millrace.sql.UnavailableException if it did not answer
   * @throws IllegalArgumentException if a parameter is missing or unknown
   */
  List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters)
      throws IOException;

  /** A reader of these tables, within limits. */
  static QueryReader of(SqlReader tables, QueryLimits limits) {
    return (query, parameters) -> {
      if (!parameters.keySet().equals(query.parameters())) {
        throw new IllegalArgumentException(
            "the query %s takes %s, but was given %s"
                .formatted(query, query.parameters(), parameters.keySet()));
      }
      return tables.query(
          query.text(),
          BoundParameters.of(parameters),
          Map.of(
              "max_execution_time",
              limits.maxExecution().toSeconds(),
              "max_result_rows",
              limits.maxResultRows()));
    };
  }
}
