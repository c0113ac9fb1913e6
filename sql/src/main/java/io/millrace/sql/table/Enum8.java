// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An Enum8 of ClickHouse: names with their stored numbers, from 0 up. Number 0 is what an unknown
 * name is stored as, because a value outside the enum would be refused with its whole batch. A name
 * may be appended, never moved: rows hold the numbers.
 */
final class Enum8 {
  static final Enum8 SPAN_KIND =
      new Enum8("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
  static final Enum8 KIND =
      new Enum8(
          "SPAN",
          "LLM",
          "EMBEDDING",
          "RERANKER",
          "TOOL",
          "AGENT",
          "CHAIN",
          "RETRIEVER",
          "GUARDRAIL",
          "EVALUATOR",
          "MEMORY");
  static final Enum8 STATUS = new Enum8("UNSET", "OK", "ERROR");
  static final Enum8 ANNOTATION_TYPE = new Enum8("TAG", "ASSESSMENT");

  private final Map<String, Integer> numbers = new HashMap<>();
  private final String type;

  private Enum8(String... names) {
    List<String> entries = new ArrayList<>();
    for (int number = 0; number < names.length; number++) {
      numbers.put(names[number], number);
      entries.add("'" + names[number] + "' = " + number);
    }
    type = "Enum8(" + String.join(", ", entries) + ")";
  }

  /** The type as ClickHouse writes it. */
  String type() {
    return type;
  }

  int numberOf(String name) {
    return numbers.getOrDefault(name, 0);
  }
}
