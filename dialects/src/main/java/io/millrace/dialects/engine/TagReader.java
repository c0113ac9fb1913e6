// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dialects.chat.Preview;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.TagSource;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.Map;
import java.util.TreeMap;

/** The free labels of a span. */
public final class TagReader {
  private static final int MAX_TAGS = 128;

  private TagReader() {}

  /** Labels in alphabetic order, the first 128; a bare tag has the value ''. */
  public static Map<String, String> read(Dialect dialect, SpanView span) {
    TreeMap<String, String> tags = new TreeMap<>();
    for (TagSource source : dialect.tags()) {
      if (source.key() == null) {
        byPrefix(source, span, tags);
      } else {
        byKey(source, span.attribute(source.key()), tags);
      }
    }
    while (tags.size() > MAX_TAGS) {
      tags.remove(tags.lastKey());
    }
    return tags;
  }

  private static void byPrefix(TagSource source, SpanView span, Map<String, String> tags) {
    for (Map.Entry<String, AnyValue> attribute : span.attributes().entrySet()) {
      if (attribute.getKey().startsWith(source.prefix())) {
        String label = attribute.getKey().substring(source.prefix().length());
        put(source, label, AnyValues.text(attribute.getValue()), tags);
      }
    }
  }

  private static void byKey(TagSource source, JsonNode attribute, Map<String, String> tags) {
    JsonNode value = AnyValues.parsed(attribute);
    if (value.isObject()) {
      value.properties().forEach(e -> put(source, e.getKey(), AnyValues.text(e.getValue()), tags));
    } else if (value.isArray()) {
      value.forEach(tag -> put(source, AnyValues.text(tag), "", tags));
    } else if (value.isTextual()) {
      for (String tag : value.textValue().split(",", MAX_TAGS)) {
        put(source, tag.strip(), "", tags);
      }
    }
  }

  private static void put(TagSource source, String label, String value, Map<String, String> tags) {
    if (!label.isEmpty() && !isFrameworks(source, label)) {
      tags.putIfAbsent(Preview.of(label), Preview.of(value));
    }
  }

  private static boolean isFrameworks(TagSource source, String label) {
    for (String beginning : source.except()) {
      if (label.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
