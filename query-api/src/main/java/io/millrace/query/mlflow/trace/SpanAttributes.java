// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.sql.mlflow.TypeOfSpan;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The attributes of a span as MLflow's clients look for them: its own, and under MLflow's names
 * what the normaliser read of spans of other dialects.
 */
final class SpanAttributes {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String PREFIX = "mlflow.";
  private static final String TYPE = "mlflow.spanType";

  private final ObjectNode attributes = JsonNodeFactory.instance.objectNode();
  private final Map<String, Object> span;

  private SpanAttributes(Map<String, Object> span) {
    this.span = span;
  }

  /**
   * The attributes.
   *
   * @param span a row of the query MLFLOW_SPANS
   * @param own as received
   * @param content a row of the query MLFLOW_SPAN_CONTENTS; empty = it carried nothing
   */
  static ObjectNode of(Map<String, Object> span, ObjectNode own, Map<String, Object> content) {
    SpanAttributes all = new SpanAttributes(span);
    all.putOwn(own);
    if (!own.has(TYPE)) {
      all.attributes.put(TYPE, TypeOfSpan.ofKind(all.text("kind")));
      all.putText("mlflow.spanInputs", String.valueOf(content.getOrDefault("input", "")));
      all.putText("mlflow.spanOutputs", String.valueOf(content.getOrDefault("output", "")));
      all.putCall();
    }
    all.putUsage();
    return all.attributes;
  }

  private void putOwn(ObjectNode own) {
    attributes.put("mlflow.traceRequestId", TraceIds.mlflow(text("trace_id")));
    own.properties().stream()
        .filter(entry -> !attributes.has(entry.getKey()))
        .forEach(
            entry -> attributes.set(entry.getKey(), decoded(entry.getKey(), entry.getValue())));
  }

  /** MLflow's SDK, exporting by OTLP, writes its own values as JSON in texts. */
  private static JsonNode decoded(String key, JsonNode value) {
    return key.startsWith(PREFIX) && value.isTextual() ? parsed(value.textValue()) : value;
  }

  /** A text that is a JSON object, array or text: that; else the text itself. */
  private static JsonNode parsed(String text) {
    if (!text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return TextNode.valueOf(text);
      }
    }
    return TextNode.valueOf(text);
  }

  private void putText(String key, String text) {
    if (!text.isEmpty() && !attributes.has(key)) {
      attributes.set(key, parsed(text));
    }
  }

  private void putCall() {
    if (text("kind").equals("LLM") || text("kind").equals("EMBEDDING")) {
      putText("mlflow.llm.model", text("model"));
      putText("mlflow.llm.provider", text("provider"));
    }
  }

  /** Only of spans whose tokens are counted: summing them gives the trace's. */
  private void putUsage() {
    long input = number("input_tokens");
    long output = number("output_tokens");
    if (span.get("owns_usage") != Boolean.TRUE) {
      return;
    }
    if (!attributes.has("mlflow.chat.tokenUsage")) {
      ObjectNode usage = attributes.putObject("mlflow.chat.tokenUsage");
      usage.put("input_tokens", input);
      usage.put("output_tokens", output);
      usage.put("total_tokens", input + output);
      putPositive(usage, "cache_read_input_tokens", number("cache_read_tokens"));
      putPositive(usage, "cache_creation_input_tokens", number("cache_write_tokens"));
    }
    if (span.get("cost_usd") instanceof BigDecimal cost && !attributes.has("mlflow.llm.cost")) {
      ObjectNode parts = attributes.putObject("mlflow.llm.cost");
      putCost(parts, "input_cost", span.get("input_cost_usd"));
      putCost(parts, "output_cost", span.get("output_cost_usd"));
      putCost(parts, "total_cost", cost);
    }
  }

  /** Unknown, nothing. */
  private static void putCost(ObjectNode parts, String key, Object usd) {
    if (usd instanceof BigDecimal known) {
      parts.put(key, known.doubleValue());
    }
  }

  private static void putPositive(ObjectNode usage, String key, long tokens) {
    if (tokens > 0) {
      usage.put(key, tokens);
    }
  }

  private String text(String column) {
    return span.get(column).toString();
  }

  private long number(String column) {
    return ((Number) span.get(column)).longValue();
  }
}
