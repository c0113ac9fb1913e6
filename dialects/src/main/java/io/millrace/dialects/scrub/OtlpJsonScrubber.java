// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.dialects.scrub.TextScrubber.Context;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The same for OTLP/JSON, on the tree: whatever fields a sender adds. MLflow's answers have the
 * values' fields in snake_case.
 */
final class OtlpJsonScrubber {
  private final TextScrubber texts;

  OtlpJsonScrubber(TextScrubber texts) {
    this.texts = texts;
  }

  /** Scrubs the tree where it stands. */
  void scrub(JsonNode node) {
    if (node instanceof ArrayNode array) {
      array.forEach(this::scrub);
    } else if (node instanceof ObjectNode object) {
      scrubObject(object);
    }
  }

  private void scrubObject(ObjectNode object) {
    if (object.path("key").isTextual() && object.has("value")) {
      String key = object.get("key").textValue();
      values(object.get("value"), (field, text) -> attribute(key, field, text), "");
      return;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().equals("status")) {
        fill(field.getValue(), "message");
      } else if (field.getKey().equals("body")) {
        values(field.getValue(), (f, text) -> texts.field(f, text, Context.CHAT), "");
      } else {
        scrub(field.getValue());
      }
    }
  }

  private String attribute(String key, String field, String text) {
    if (field.isEmpty() || texts.rules().keepsAttribute(key)) {
      return texts.attribute(key, text);
    }
    Context context = texts.rules().isChat(key) ? Context.CHAT : Context.PAYLOAD;
    return texts.field(field, text, context);
  }

  private static void fill(JsonNode node, String field) {
    if (node instanceof ObjectNode object && object.path(field).isTextual()) {
      object.put(field, Filler.of(object.get(field).textValue()));
    }
  }

  /** Walks an AnyValue; {@code scrub} gets the name of the entry that a text belongs to. */
  private void values(JsonNode value, BiFunction<String, String, String> scrub, String field) {
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    for (String name : List.of("stringValue", "string_value")) {
      if (object.path(name).isTextual()) {
        object.put(name, scrub.apply(field, object.get(name).textValue()));
      }
    }
    for (String name : List.of("bytesValue", "bytes_value")) {
      if (object.path(name).isTextual()) {
        object.put(name, "A".repeat(object.get(name).textValue().length() / 4 * 4));
      }
    }
    for (String name : List.of("arrayValue", "array_value")) {
      object.path(name).path("values").forEach(e -> values(e, scrub, field));
    }
    for (String name : List.of("kvlistValue", "kvlist_value")) {
      for (JsonNode entry : object.path(name).path("values")) {
        values(entry.path("value"), scrub, entry.path("key").asText());
      }
    }
  }
}
