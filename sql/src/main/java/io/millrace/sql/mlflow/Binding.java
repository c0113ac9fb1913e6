// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes values out of a query under construction: each becomes a parameter. */
final class Binding {
  private final Map<String, Object> parameters = new HashMap<>();

  /** A value under a name of its own. */
  void put(String name, Object value) {
    parameters.put(name, value);
  }

  /** What stands for a value in the SQL. */
  String bind(Object value) {
    String name = "p" + parameters.size();
    parameters.put(name, value);
    return "{%s:%s}".formatted(name, type(value));
  }

  /** What stands for some values, between commas. */
  String bindAll(List<?> values) {
    return values.stream().map(this::bind).collect(Collectors.joining(", "));
  }

  private static String type(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return "Int64";
    }
    return value instanceof Double ? "Float64" : "String";
  }

  Map<String, Object> parameters() {
    return parameters;
  }
}
