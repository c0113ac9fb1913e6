// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.List;

/**
 * One clause of a filter.
 *
 * @param key of a tag, a metadata entry or an attribute, or the name of an assessment; '' = none
 * @param values texts or numbers: none for IS NULL and IS NOT NULL, several for IN and NOT IN
 */
public record Comparison(Operand operand, String key, Operator operator, List<Object> values) {
  public Comparison {
    values = List.copyOf(values);
    if (operator.isUnary() != values.isEmpty()) {
      throw new IllegalArgumentException(operator.word() + " with " + values.size() + " values");
    }
  }

  /** A comparison with one value. */
  public static Comparison of(Operand operand, String key, Operator operator, Object value) {
    return new Comparison(operand, key, operator, List.of(value));
  }
}
