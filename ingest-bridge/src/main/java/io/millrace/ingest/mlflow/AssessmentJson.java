// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.write.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An assessment in JSON.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/protos/assessments.proto">
 *     MLflow 3.17.2, Assessment</a>
 */
final class AssessmentJson {
  /** What one has that is made without it: nothing of an earlier life may show. */
  static final Map<String, String> NONE =
      Map.of(
          "value", "",
          "rationale", "",
          "source_type", "",
          "source_id", "",
          "metadata", "",
          "error", "",
          "span_id", "",
          "overrides", "",
          "valid", "true");

  /** Field of the protocol → kind; its value is in it. */
  private static final Map<String, String> KINDS =
      Map.of("feedback", "FEEDBACK", "expectation", "EXPECTATION", "issue", "ISSUE");

  /** Field of the log → field of the protocol, where they differ. */
  private static final Map<String, String> MASKS =
      Map.of("name", "assessment_name", "source_type", "source", "source_id", "source");

  /** Fields of the log that the field of a kind becomes. */
  private static final Set<String> VALUE = Set.of("kind", "value", "error");

  private static final List<String> SOURCES = List.of("HUMAN", "LLM_JUDGE", "CODE");

  /** Words of older clients, and the one that says nothing. */
  private static final Map<String, String> OTHER_SOURCES =
      Map.of("AI_JUDGE", "LLM_JUDGE", "SOURCE_TYPE_UNSPECIFIED", "");

  /** Fields that no change changes. */
  private static final Set<String> FIXED =
      Set.of("assessment_id", "trace_id", "create_time", "last_update_time");

  private static final int SPAN_ID_CHARS = 16;

  private final ObjectNode told;

  AssessmentJson(ObjectNode told) {
    this.told = told;
  }

  /** Whatever it has of the fields of the log. */
  Map<String, String> fields() {
    Map<String, String> fields = new HashMap<>();
    copy("assessment_name", "name", fields);
    copy("rationale", "rationale", fields);
    copy("overrides", "overrides", fields);
    copy("span_id", "span_id", fields);
    if (fields.containsKey("span_id")) {
      fields.compute("span_id", (field, id) -> spanId(id));
    }
    if (told.hasNonNull("valid")) {
      fields.put("valid", Boolean.toString(told.get("valid").asBoolean()));
    }
    if (told.hasNonNull("metadata")) {
      ObjectNode metadata = JsonNodeFactory.instance.objectNode();
      MlflowRequest.texts("metadata", told.get("metadata")).forEach(metadata::put);
      fields.put("metadata", metadata.toString());
    }
    if (told.path("source") instanceof ObjectNode source) {
      fields.put("source_type", sourceType(source.path("source_type").asText("")));
      fields.put("source_id", source.path("source_id").asText(""));
    }
    KINDS.forEach(
        (field, kind) -> {
          if (told.path(field) instanceof ObjectNode value) {
            putValue(kind, value, fields);
          }
        });
    return fields;
  }

  /** Whether a field of the log is one that an update mask names, in the protocol's words. */
  static boolean isNamed(String field, Set<String> mask) {
    return VALUE.contains(field)
        ? KINDS.keySet().stream().anyMatch(mask::contains)
        : mask.contains(MASKS.getOrDefault(field, field));
  }

  /** Nanoseconds since the epoch: as told, else when it came. */
  String createTime(Origin origin) {
    String time = told.path("create_time").asText("");
    if (time.isEmpty()) {
      return Long.toString(origin.receivedTimeUnixNano());
    }
    try {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      long nanos =
          Math.addExact(
              Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)),
              instant.getNano());
      return Long.toString(nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw MlflowException.badField("create_time", "must be a time of RFC 3339");
    }
  }

  /** What is answered: the same with its ids and times. */
  ObjectNode echo(MlflowRequest request, String id) {
    ObjectNode assessment = told.deepCopy();
    String now = request.origin().received().toString();
    assessment.put("assessment_id", id);
    assessment.put("trace_id", request.path().get("trace_id"));
    if (!assessment.has("create_time")) {
      assessment.put("create_time", now);
    }
    if (!assessment.has("last_update_time")) {
      assessment.put("last_update_time", now);
    }
    if (!assessment.has("valid")) {
      assessment.put("valid", true);
    }
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.set("assessment", assessment);
    return reply;
  }

  /**
   * What is answered to a change.
   *
   * @param whole as it was; it is changed
   * @param mask the fields that change; empty = all that are there
   */
  ObjectNode change(ObjectNode whole, Set<String> mask, MlflowRequest request) {
    for (Map.Entry<String, JsonNode> field : told.properties()) {
      String name = field.getKey();
      if (!FIXED.contains(name) && (mask.isEmpty() || mask.contains(name))) {
        if (KINDS.containsKey(name)) {
          whole.remove(KINDS.keySet());
        }
        whole.set(name, field.getValue());
      }
    }
    whole.put("last_update_time", request.origin().received().toString());
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.set("assessment", whole);
    return reply;
  }

  private static void putValue(String kind, ObjectNode told, Map<String, String> fields) {
    fields.put("kind", kind);
    JsonNode error = told.path("error");
    fields.put("error", error.isObject() ? error.toString() : "");
    JsonNode serialized = told.at("/serialized_value/value");
    if (serialized.isTextual()) {
      fields.put("value", serialized.textValue());
    } else if (kind.equals("ISSUE")) {
      fields.put("value", told.toString());
    } else {
      fields.put("value", told.has("value") ? told.get("value").toString() : "");
    }
  }

  private void copy(String from, String to, Map<String, String> fields) {
    JsonNode value = told.path(from);
    if (value.isTextual()) {
      fields.put(to, value.textValue());
    } else if (!value.isMissingNode() && !value.isNull()) {
      throw MlflowException.badField(from, "must be text");
    }
  }

  private static String spanId(String told) {
    String id = told.toLowerCase(Locale.ROOT);
    if (!id.isEmpty() && !id.matches("[0-9a-f]{" + SPAN_ID_CHARS + "}")) {
      throw MlflowException.badField("span_id", "must be " + SPAN_ID_CHARS + " hex digits");
    }
    return id;
  }

  private static String sourceType(String told) {
    String type = told.toUpperCase(Locale.ROOT);
    if (SOURCES.contains(type) || type.isEmpty()) {
      return type;
    }
    String other = OTHER_SOURCES.get(type);
    if (other == null) {
      throw MlflowException.badField(
          "source.source_type", "must be one of " + String.join(", ", SOURCES));
    }
    return other;
  }
}
