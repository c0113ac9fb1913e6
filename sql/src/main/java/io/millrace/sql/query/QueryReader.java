// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.io.OutputStream;
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

  /**
   * Asks a composed query.
   *
   * @return likewise
   * @throws io.millrace.sql.RefusedException if ClickHouse answered with an error
   * @throws io.millrace.sql.UnavailableException if it did not answer
   */
  List<Map<String, Object>> ask(ComposedQuery query) throws IOException;

  /**
   * Asks, and copies the answer as ClickHouse formats it.
   *
   * @param parameters likewise
   * @param without columns of the query that are left out
   * @param format such as Parquet or Arrow
   * @throws io.millrace.sql.RefusedException if ClickHouse answered with an error
   * @throws io.millrace.sql.UnavailableException if it did not answer, or broke off
   * @throws IllegalArgumentException if a parameter is missing or unknown
   */
  void copy(
      NamedQuery query,
      Map<String, Object> parameters,
      List<String> without,
      String format,
      OutputStream out)
      throws IOException;

  /**
   * Asks what a person wrote, read-only, and copies the whole answer as ClickHouse formats it. What
   * may be asked is for the caller to check.
   *
   * @param format such as JSONCompact; 64-bit integers and decimals are texts in JSON
   * @throws io.millrace.sql.RefusedException if ClickHouse answered with an error
   * @throws io.millrace.sql.UnavailableException if it did not answer, or broke off
   */
  void copy(Question question, String format, OutputStream out) throws IOException;

  /** A reader of these tables, within limits. */
  static QueryReader of(SqlReader tables, QueryLimits limits) {
    return new LimitedReader(tables, limits);
  }
}
