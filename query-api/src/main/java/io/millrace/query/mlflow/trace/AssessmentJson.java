// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;

/** Assessments as MLflow's server answers them. */
final class AssessmentJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AssessmentJson() {}

  /** Of a row of the query MLFLOW_ASSESSMENTS. */
  static ObjectNode of(Map<String, Object> row) {
    ObjectNode assessment = JsonNodeFactory.instance.objectNode();
    assessment.put("assessment_id", text(row, "annotation_id"));
    assessment.put("assessment_name", text(row, "name"));
    assessment.put("trace_id", TraceIds.mlflow(text(row, "trace_id")));
    putText(assessment, "span_id", text(row, "span_id"));
    ObjectNode source = assessment.putObject("source");
    source.put("source_type", text(row, "source_type"));
    source.put("source_id", text(row, "source_id"));
    assessment.put("create_time", Times.rfc3339((ZonedDateTime) row.get("create_time")));
    assessment.put("last_update_time", Times.rfc3339((ZonedDateTime) row.get("update_time")));
    String kind = text(row, "kind").toLowerCase(Locale.ROOT);
    assessment.set(kind, said(kind, row));
    putText(assessment, "rationale", text(row, "rationale"));
    if (row.get("metadata") instanceof Map<?, ?> metadata && !metadata.isEmpty()) {
      ObjectNode entries = assessment.putObject("metadata");
      metadata.forEach((key, value) -> entries.put(key.toString(), value.toString()));
    }
    putText(assessment, "overrides", text(row, "overrides"));
    assessment.put("valid", (Boolean) row.get("valid"));
    return assessment;
  }

  private static JsonNode said(String kind, Map<String, Object> row) {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    String value = text(row, "value");
    if (kind.equals("issue")) {
      // Told as a whole by MLflow's clients, as a text by the REST API.
      return value.startsWith("{") ? json(value) : said;
    }
    if (kind.equals("expectation") && isComposed(value)) {
      said.putObject("serialized_value")
          .put("serialization_format", "JSON_FORMAT")
          .put("value", value);
    } else if (!value.isEmpty()) {
      said.set("value", json(value));
    }
    if (!text(row, "error").isEmpty()) {
      said.set("error", json(text(row, "error")));
    }
    return said;
  }

  /** Objects, arrays and null, which MLflow's expectations hold as text. */
  private static boolean isComposed(String json) {
    return json.startsWith("{") || json.startsWith("[") || json.equals("null");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the bridge writes JSON", e);
    }
  }

  private static void putText(ObjectNode object, String field, String text) {
    if (!text.isEmpty()) {
      object.put(field, text);
    }
  }

  private static String text(Map<String, Object> row, String column) {
    return row.get(column).toString();
  }
}
