// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.AnnotationBody;
import io.millrace.schemas.AnnotationBody.Assessment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Makes, changes and deletes assessments of a trace or one of its spans. */
final class Assessments {
  private static final List<String> KINDS = List.of("FEEDBACK", "EXPECTATION", "ISSUE");
  private static final List<String> SOURCES = List.of("HUMAN", "LLM_JUDGE", "CODE");
  private static final Set<String> CHANGEABLE =
      Set.of(
          "name",
          "kind",
          "value",
          "rationale",
          "source",
          "metadata",
          "error",
          "span_id",
          "overrides",
          "valid");

  /** What an assessment has that is made without it: nothing of an earlier life may show. */
  private static final Map<String, String> NONE =
      Map.of(
          "kind",
          "FEEDBACK",
          "value",
          "",
          "rationale",
          "",
          "source_type",
          "",
          "source_id",
          "",
          "metadata",
          "",
          "error",
          "",
          "span_id",
          "",
          "overrides",
          "",
          "valid",
          "true");

  private final RecordMaker records;

  Assessments(RecordMaker records) {
    this.records = records;
  }

  /** One with the client's id if it names one, so that a repeated request makes no second. */
  Written create(WriteRequest request) {
    ObjectNode body = request.body();
    Set<String> known = new TreeSet<>(CHANGEABLE);
    known.addAll(List.of("id", "create_time"));
    Fields.requireKnown(body, known);
    Map<String, String> fields = new HashMap<>(NONE);
    fields.put("create_time", Long.toString(createTimeUnixNano(request)));
    fields.put("deleted", "false");
    putAll(body, fields);
    if (!fields.containsKey("name")) {
      throw new BadFieldException("name", "must be there");
    }
    JsonNode named = body.get("id");
    String id =
        named == null
            ? "a-" + UUID.randomUUID().toString().replace("-", "")
            : Fields.text("id", Fields.text("id", named), Fields.MAX_ID_CHARS);
    return Written.created(
        List.of(
            records.annotation(
                request.origin(),
                request.traceId(),
                AnnotationBody.ASSESSMENT,
                new Assessment(id, fields))),
        "assessment_id",
        id);
  }

  /** Changes the fields that the body has. */
  Written change(WriteRequest request) {
    Fields.requireKnown(request.body(), new TreeSet<>(CHANGEABLE));
    Map<String, String> fields = new HashMap<>();
    putAll(request.body(), fields);
    if (fields.isEmpty()) {
      throw new BadFieldException("body", "must have a field to change");
    }
    return written(request, fields);
  }

  /** An assessment that it had overridden is valid again. */
  Written delete(WriteRequest request) {
    return written(request, Map.of("deleted", "true"));
  }

  private Written written(WriteRequest request, Map<String, String> fields) {
    return Written.of(
        records.annotation(
            request.origin(),
            request.traceId(),
            AnnotationBody.ASSESSMENT,
            new Assessment(request.id("assessment_id"), fields)));
  }

  private static void putAll(ObjectNode body, Map<String, String> to) {
    Fields.copy(body, "name", to, text -> Fields.text("name", text, Fields.MAX_ID_CHARS));
    Fields.copy(body, "kind", to, text -> Fields.oneOf("kind", text, KINDS));
    Fields.copy(body, "rationale", to, text -> text);
    Fields.copy(body, "overrides", to, text -> text);
    Fields.copy(
        body,
        "span_id",
        to,
        text -> text.isEmpty() ? "" : Fields.hex("span_id", text, Fields.SPAN_ID_CHARS));
    if (body.has("value")) {
      to.put("value", body.get("value").toString());
    }
    if (body.has("metadata")) {
      Map<String, String> metadata = Fields.texts("metadata", body.get("metadata"), false);
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      metadata.forEach(object::put);
      to.put("metadata", object.toString());
    }
    if (body.has("error")) {
      to.put("error", object("error", body.get("error")).toString());
    }
    if (body.has("valid")) {
      if (!body.get("valid").isBoolean()) {
        throw new BadFieldException("valid", "must be true or false");
      }
      to.put("valid", body.get("valid").toString());
    }
    if (body.has("source")) {
      putSource(object("source", body.get("source")), to);
    }
  }

  private static void putSource(ObjectNode source, Map<String, String> to) {
    Fields.requireKnown(source, new TreeSet<>(Set.of("type", "id")));
    Map<String, String> parts = new HashMap<>();
    Fields.copy(source, "type", parts, text -> Fields.oneOf("source.type", text, SOURCES));
    Fields.copy(source, "id", parts, text -> Fields.text("source.id", text, Fields.MAX_ID_CHARS));
    parts.forEach((name, value) -> to.put("source_" + name, value));
  }

  private static ObjectNode object(String field, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new BadFieldException(field, "must be an object");
  }

  private static long createTimeUnixNano(WriteRequest request) {
    JsonNode told = request.body().get("create_time");
    if (told == null) {
      return request.origin().receivedTimeUnixNano();
    }
    try {
      Instant time = Instant.parse(Fields.text("create_time", told));
      return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadFieldException("create_time", "must be a time of RFC 3339 in UTC");
    }
  }
}
