// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads fields of paths and bodies; each refusal names the field. */
final class Fields {
  static final int TRACE_ID_CHARS = 32;
  static final int SPAN_ID_CHARS = 16;

  /** As long as any id or name of a span is kept. */
  static final int MAX_ID_CHARS = 512;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  private Fields() {}

  /** Text of 1 to so many characters. */
  static String text(String field, String value, int maxChars) {
    if (value == null || value.isBlank() || value.length() > maxChars) {
      throw new BadFieldException(field, "must be text of 1 to " + maxChars + " characters");
    }
    return value;
  }

  /** Hex digits, lower case; all zeros are no id. */
  static String hex(String field, String value, int chars) {
    String lower = value == null ? "" : value.toLowerCase(Locale.ROOT);
    if (lower.length() != chars
        || !HEX.matcher(lower).matches()
        || lower.chars().allMatch(c -> c == '0')) {
      throw new BadFieldException(field, "must be " + chars + " hex digits, not all zero");
    }
    return lower;
  }

  static String oneOf(String field, String value, List<String> words) {
    if (!words.contains(value)) {
      throw new BadFieldException(field, "must be one of " + String.join(", ", words));
    }
    return value;
  }

  /** The text in a node. */
  static String text(String field, JsonNode node) {
    if (!node.isTextual()) {
      throw new BadFieldException(field, "must be text");
    }
    return node.textValue();
  }

  /** An object of texts; null stands for "removed" where that makes sense. */
  static Map<String, String> texts(String field, JsonNode node, boolean removable) {
    if (!node.isObject()) {
      throw new BadFieldException(field, "must be an object of texts");
    }
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = text(field, entry.getKey(), MAX_ID_CHARS);
      boolean removed = removable && entry.getValue().isNull();
      texts.put(key, removed ? null : text(field + "." + key, entry.getValue()));
    }
    return texts;
  }

  /** Refuses a body with a field that is not known: a misspelt one would be lost in silence. */
  static void requireKnown(ObjectNode body, Set<String> known) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new BadFieldException(
                    name, "is no field of this; there are " + String.join(", ", known));
              }
            });
  }

  /** Puts a field's text if the body has it. */
  static void copy(
      ObjectNode body, String field, Map<String, String> to, UnaryOperator<String> check) {
    JsonNode node = body.get(field);
    if (node != null) {
      to.put(field, check.apply(text(field, node)));
    }
  }
}
