// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values as the ClickHouse client takes them: it knows no lists, but escapes backslashes, tabs and
 * line ends of whatever it is given as a text, also of one that ClickHouse reads as an array.
 */
final class BoundParameters {
  private BoundParameters() {}

  static Map<String, Object> of(Map<String, Object> values) {
    Map<String, Object> bound = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> bound.put(name, value instanceof List<?> texts ? array(texts) : value));
    return bound;
  }

  /** An Array(String) without a backslash of ours: a quote is doubled, as SQL has it. */
  private static String array(List<?> texts) {
    return texts.stream()
        .map(text -> text.toString().replace("'", "''"))
        .collect(
            Collectors.joining("','", texts.isEmpty() ? "[" : "['", texts.isEmpty() ? "]" : "']"));
  }
}
