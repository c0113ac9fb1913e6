// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.dialects.scrub.TextScrubber.Context;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Scrubs the JSON of MLflow's tracking protocol: trace infos, spans in files and in answers, tags,
 * assessments, searches. Ids, names, times, states and the keys of tags survive, of metadata what
 * is listed like an attribute; what people and models wrote does not.
 */
final class MlflowScrubber {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Objects whose entries are somebody's own: a key says what its text is. */
  private static final Set<String> MAPS =
      Set.of("tags", "trace_metadata", "request_metadata", "metadata", "attributes");

  /** Of an assessment, with keys of whoever made it: what they are called keeps nothing. */
  private static final String OWN_KEYS = "metadata";

  /** Whatever somebody said of a trace: nothing in it is a fact. */
  private static final String VALUE = "value";

  /** A place in MLflow's own store; one elsewhere would tell where that is. */
  private static final Pattern LOCATION = Pattern.compile("mlflow-artifacts:/[\\w/.-]*");

  private final TextScrubber texts;
  private final OtlpJsonScrubber spans;
  private final FilterScrubber filters;

  MlflowScrubber(TextScrubber texts) {
    this.texts = texts;
    this.spans = new OtlpJsonScrubber(texts);
    this.filters = new FilterScrubber(this::entry);
  }

  /** A scrubbed copy of a body or of a query's parameters. */
  JsonNode scrub(JsonNode body) {
    return node("", body);
  }

  private JsonNode node(String field, JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode scrubbed = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> scrubbed.add(node(each.isObject() ? "" : field, each)));
      return scrubbed;
    }
    if (node instanceof ObjectNode object) {
      return object(field, object);
    }
    return node.isTextual() ? TextNode.valueOf(text(field, node.textValue())) : node;
  }

  private JsonNode object(String field, ObjectNode object) {
    if (object.path("attributes").isArray()) {
      ObjectNode span = object.deepCopy();
      spans.scrub(span);
      return span;
    }
    boolean map = MAPS.contains(field);
    boolean ownKeys = field.equals(OWN_KEYS);
    String key = object.path("key").asText("");
    ObjectNode scrubbed = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              boolean keyed = !key.isEmpty() && entry.getKey().equals(VALUE);
              if (value.isTextual() && (map || keyed)) {
                String name = keyed ? key : entry.getKey();
                scrubbed.put(entry.getKey(), entry(ownKeys ? "" : name, value.textValue()));
              } else if (map || entry.getKey().equals(VALUE)) {
                scrubbed.set(entry.getKey(), said(value));
              } else {
                scrubbed.set(entry.getKey(), node(entry.getKey(), value));
              }
            });
    return scrubbed;
  }

  private String text(String field, String text) {
    if (field.equals("filter")) {
      return filters.scrub(text);
    }
    return texts.rules().mlflowFields().contains(field) ? Filler.id(text) : entry("", text);
  }

  /** A value under somebody's own key, which may be JSON in a text, as MLflow's SDKs write it. */
  private String entry(String key, String text) {
    if (LOCATION.matcher(text).matches()) {
      return text;
    }
    String inner = textOf(text);
    return inner == null
        ? texts.attribute(key, text)
        : TextNode.valueOf(entry(key, inner)).toString();
  }

  /** The text that a text in quotes stands for; null where it is none. */
  private static String textOf(String text) {
    if (!text.startsWith("\"")) {
      return null;
    }
    try {
      return JSON.readTree(text).textValue();
    } catch (JsonProcessingException e) {
      // Cut off, or no JSON: then all of it is text.
      return null;
    }
  }

  private JsonNode said(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(entry("", value.textValue()));
    }
    if (!value.isContainerNode()) {
      return value;
    }
    try {
      return JSON.readTree(texts.field("", value.toString(), Context.PAYLOAD));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("scrubbed JSON is JSON", e);
    }
  }
}
