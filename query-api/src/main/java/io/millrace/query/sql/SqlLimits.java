// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

/**
 * What SQL over HTTP may use beside the limits of every query.
 *
 * @param maxRequestBytes query-api.sql.max-request, from 1; beyond it 413
 * @param maxRows query-api.sql.max-rows, from 1: the most that one may ask for
 */
public record SqlLimits(int maxRequestBytes, int maxRows) {
  /** Those of millrace.yaml. */
  public static final SqlLimits DEFAULT = new SqlLimits(256 << 10, 10_000);

  private static final int MOST_ROWS = 1_000_000;

  public SqlLimits {
    if (maxRequestBytes < 1) {
      throw new IllegalArgumentException(
          "query-api.sql.max-request must be at least 1, but is " + maxRequestBytes);
    }
    if (maxRows < 1 || maxRows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "query-api.sql.max-rows must be 1 to " + MOST_ROWS + ", but is " + maxRows);
    }
  }
}
