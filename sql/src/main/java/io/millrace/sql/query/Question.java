// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.util.Map;

/**
 * A statement of a person's own.
 *
 * @param text without a FORMAT clause, with parameters as {@code {name:Type}}
 * @param parameters their values, as texts
 * @param maxRows a SELECT answers with no more, from 1
 * @param maxAnswerBytes beyond it ClickHouse refuses, from 1
 */
public record Question(
    String text, Map<String, String> parameters, int maxRows, long maxAnswerBytes) {
  public Question {
    parameters = Map.copyOf(parameters);
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows must be at least 1, but is " + maxRows);
    }
    if (maxAnswerBytes < 1) {
      throw new IllegalArgumentException(
          "maxAnswerBytes must be at least 1, but is " + maxAnswerBytes);
    }
  }
}
