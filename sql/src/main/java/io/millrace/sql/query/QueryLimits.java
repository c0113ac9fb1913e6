// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.time.Duration;

/**
 * What a query may use.
 *
 * @param maxExecution how long it may run, at least a second
 * @param maxMemoryBytes how much memory it may use, from 1
 * @param maxResultRows how many rows it may answer with, from 1; beyond it ClickHouse refuses
 */
public record QueryLimits(Duration maxExecution, long maxMemoryBytes, int maxResultRows) {
  public QueryLimits {
    if (maxExecution.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "maxExecution must be at least 1s, but is " + maxExecution);
    }
    if (maxMemoryBytes < 1) {
      throw new IllegalArgumentException(
          "maxMemoryBytes must be at least 1, but is " + maxMemoryBytes);
    }
    if (maxResultRows < 1) {
      throw new IllegalArgumentException(
          "maxResultRows must be at least 1, but is " + maxResultRows);
    }
  }
}
