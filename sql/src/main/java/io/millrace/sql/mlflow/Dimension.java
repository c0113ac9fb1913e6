// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.Map;

/** By what metrics are told apart, and where the views have it. */
final class Dimension {
  private static final String MODEL =
      "if(s.response_model = '', s.request_model, s.response_model)";

  private static final Map<String, String> SQL =
      Map.of(
          "trace_name", "tags['mlflow.traceName']",
          "trace_status", "state",
          "span_name", "s.name",
          "span_type", TypeOfSpan.SQL,
          "span_status", "s.status",
          "span_model_name", MODEL,
          "span_model_provider", "s.provider",
          "assessment_name", "a.name",
          "assessment_value", "a.value");

  private Dimension() {}

  /** A text; '' = the row has none. */
  static String sql(String name) {
    return "toString(%s)".formatted(SQL.get(name));
  }

  /** Whether it is read from what a span carried. */
  static boolean ofContent(String name) {
    return name.equals("span_type");
  }
}
