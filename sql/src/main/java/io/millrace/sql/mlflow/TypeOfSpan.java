// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.Map;

/** The type that MLflow gives a span: as its SDK said it, else what the span's kind stands for. */
public final class TypeOfSpan {
  /** Of a span {@code s} and what it carried, {@code c}. */
  static final String SQL =
      "multiIf(startsWith(c.attributes['mlflow.spanType'], '\"'),"
          + " JSONExtractString(c.attributes['mlflow.spanType']),"
          + " c.attributes['mlflow.spanType'] != '', c.attributes['mlflow.spanType'],"
          + " s.kind = 'LLM', 'CHAT_MODEL', s.kind = 'SPAN', 'UNKNOWN', toString(s.kind))";

  /** Kinds that MLflow calls otherwise. */
  private static final Map<String, String> OTHERWISE =
      Map.of("LLM", "CHAT_MODEL", "SPAN", "UNKNOWN");

  private TypeOfSpan() {}

  /**
   * The type of a span whose SDK said none.
   *
   * @param kind as the view {@code spans} has it
   */
  public static String ofKind(String kind) {
    return OTHERWISE.getOrDefault(kind, kind);
  }
}
