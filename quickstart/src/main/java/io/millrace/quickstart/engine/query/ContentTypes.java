// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import java.util.Comparator;
import java.util.Map;
import java.util.Map.Entry;

/** The media type of a format, by the beginning of its name, as ClickHouse answers it. */
final class ContentTypes {

  private static final Map<String, String> BY_PREFIX =
      Map.of(
          "JSONCompact", "application/json; charset=UTF-8",
          "JSONEachRow", "application/x-ndjson; charset=UTF-8",
          "JSON", "application/json; charset=UTF-8",
          "TabSeparated", "text/tab-separated-values; charset=UTF-8",
          "TSV", "text/tab-separated-values; charset=UTF-8",
          "CSV", "text/csv; charset=UTF-8; header=absent",
          "CSVWithNames", "text/csv; charset=UTF-8; header=present",
          "XML", "application/xml; charset=UTF-8",
          "Pretty", "text/plain; charset=UTF-8");

  private ContentTypes() {}

  static String of(String format) {
    return BY_PREFIX.entrySet().stream()
        .filter(e -> format.startsWith(e.getKey()))
        .max(Entry.comparingByKey(Comparator.comparingInt(String::length)))
        .map(Entry::getValue)
        .orElse("application/octet-stream");
  }
}
