// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values as ClickHouse's HTTP interface reads them: in the escaping of its TSV format, which the
 * client leaves to its caller.
 *
 * @see <a
 *     href="https://clickhouse.com/docs/interfaces/http#cli-queries-with-parameters">ClickHouse:
 *     queries with parameters</a>
 */
final class BoundParameters {
  private BoundParameters() {}

  static Map<String, Object> of(Map<String, Object> values) {
    Map<String, Object> bound = new LinkedHashMap<>();
    values.forEach((name, value) -> bound.put(name, bound(value)));
    return bound;
  }

  private static Object bound(Object value) {
    if (value instanceof String text) {
      return escape(text);
    }
    if (value instanceof List<?> texts) {
      return texts.stream()
          .map(text -> "'" + escape(text.toString()).replace("'", "\\'") + "'")
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value;
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\0", "\\0");
  }
}
