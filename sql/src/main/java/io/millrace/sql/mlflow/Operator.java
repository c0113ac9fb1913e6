// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

/** How MLflow's filters compare. */
public enum Operator {
  EQUAL("=", "%s = %s"),
  NOT_EQUAL("!=", "%s != %s"),
  LESS("<", "%s < %s"),
  LESS_OR_EQUAL("<=", "%s <= %s"),
  GREATER(">", "%s > %s"),
  GREATER_OR_EQUAL(">=", "%s >= %s"),
  LIKE("LIKE", "%s LIKE %s"),
  ILIKE("ILIKE", "%s ILIKE %s"),
  /** A regular expression that fits somewhere; RE2's syntax. */
  RLIKE("RLIKE", "match(%s, %s)"),
  IN("IN", "%s IN (%s)"),
  NOT_IN("NOT IN", "%s NOT IN (%s)"),
  IS_NULL("IS NULL", ""),
  IS_NOT_NULL("IS NOT NULL", "");

  private final String word;
  private final String template;

  Operator(String word, String template) {
    this.word = word;
    this.template = template;
  }

  /** As filters write it, in capitals. */
  public String word() {
    return word;
  }

  /** Whether it takes no value. */
  public boolean isUnary() {
    return this == IS_NULL || this == IS_NOT_NULL;
  }

  /** Whether its value is a pattern in which percent signs and underscores stand for others. */
  boolean takesPattern() {
    return this == LIKE || this == ILIKE;
  }

  /** SQL that compares. */
  String compare(String left, String right) {
    return template.formatted(left, right);
  }
}
