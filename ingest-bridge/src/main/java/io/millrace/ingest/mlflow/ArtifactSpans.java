// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The spans of the artifact traces.json as an OTLP export request in JSON. The file has OTLP's
 * fields, but attributes as an object, each value JSON in a text; ids are base64, which our reader
 * of OTLP's JSON takes. Files of MLflow 2 have other names for the same.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/entities/span.py">MLflow
 *     3.17.2, Span.to_dict</a>
 */
final class ArtifactSpans {
  /** Field of OTLP → where it is, the first that is there. */
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "traceId", List.of("/trace_id", "/context/trace_id"),
          "spanId", List.of("/span_id", "/context/span_id"),
          "parentSpanId", List.of("/parent_span_id", "/parent_id"),
          "name", List.of("/name"),
          "startTimeUnixNano", List.of("/start_time_unix_nano", "/start_time"),
          "endTimeUnixNano", List.of("/end_time_unix_nano", "/end_time"));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What is no text, list or object in JSON, nor null. */
  private static final Pattern BARE =
      Pattern.compile("true|false|-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?([eE][+-]?\\d{1,2})?");

  /** Status codes by their last word. */
  private static final Map<String, Integer> CODES = Map.of("OK", 1, "ERROR", 2);

  private final JsonNode spans;

  ArtifactSpans(ObjectNode file) {
    this.spans = file.path("spans");
    if (!spans.isArray()) {
      throw MlflowException.badField("spans", "must be a list");
    }
  }

  byte[] otlpJson() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode list =
        request
            .putArray("resourceSpans")
            .addObject()
            .putArray("scopeSpans")
            .addObject()
            .putArray("spans");
    spans.forEach(span -> list.add(span(span)));
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode span(JsonNode told) {
    ObjectNode span = JsonNodeFactory.instance.objectNode();
    FIELDS.forEach(
        (field, places) -> {
          for (String place : places) {
            JsonNode value = told.at(place);
            if (!value.isMissingNode() && !value.isNull()) {
              span.set(field, field.endsWith("Id") ? id(value) : value);
              return;
            }
          }
        });
    span.set("attributes", attributes(told.path("attributes"), true));
    ArrayNode events = span.putArray("events");
    for (JsonNode event : told.path("events")) {
      ObjectNode one = events.addObject();
      one.set("name", event.path("name"));
      one.set(
          "timeUnixNano",
          event.has("timestamp") ? event.get("timestamp") : event.path("time_unix_nano"));
      one.set("attributes", attributes(event.path("attributes"), false));
    }
    ArrayNode links = span.putArray("links");
    for (JsonNode link : told.path("links")) {
      ObjectNode one = links.addObject();
      one.set("traceId", id(link.path("trace_id")));
      one.set("spanId", id(link.path("span_id")));
      one.set("attributes", attributes(link.path("attributes"), false));
    }
    span.set("status", status(told));
    return span;
  }

  /** MLflow 2 has hex digits after 0x; tr- is MLflow's own of a trace. */
  private static JsonNode id(JsonNode told) {
    return JsonNodeFactory.instance.textNode(told.asText("").replaceFirst("^(0x|tr-)", ""));
  }

  private static ObjectNode status(JsonNode told) {
    String code = told.at("/status/code").asText(told.path("status_code").asText(""));
    String word = code.substring(code.lastIndexOf('_') + 1);
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("code", CODES.getOrDefault(word, 0));
    return status.put(
        "message", told.at("/status/message").asText(told.path("status_message").asText("")));
  }

  /**
   * Key and value of each.
   *
   * @param json whether a value is JSON in a text, as for all attributes of spans: texts stay as
   *     they are, in their quotes, for the dialect to read
   */
  private static ArrayNode attributes(JsonNode told, boolean json) {
    ArrayNode attributes = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, JsonNode> attribute : told.properties()) {
      ObjectNode one = attributes.addObject().put("key", attribute.getKey());
      one.set("value", value(attribute.getValue(), json));
    }
    return attributes;
  }

  private static ObjectNode value(JsonNode told, boolean json) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    JsonNode meant = json && told.isTextual() ? bare(told) : told;
    if (meant.isBoolean()) {
      return value.put("boolValue", meant.booleanValue());
    }
    if (meant.isIntegralNumber() && meant.canConvertToLong()) {
      return value.put("intValue", meant.longValue());
    }
    if (meant.isNumber()) {
      return value.put("doubleValue", meant.doubleValue());
    }
    return meant.isNull() && !json
        ? value
        : value.put("stringValue", meant.isTextual() ? meant.textValue() : meant.toString());
  }

  /** A number or a truth that stands in a text of JSON; else the text. */
  private static JsonNode bare(JsonNode text) {
    if (!BARE.matcher(text.textValue()).matches()) {
      return text;
    }
    try {
      return JSON.readTree(text.textValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bare value is JSON", e);
    }
  }
}
