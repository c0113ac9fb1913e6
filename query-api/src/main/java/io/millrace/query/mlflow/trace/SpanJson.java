// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Spans as MLflow's server answers them: OTLP's span in protobuf's JSON, with the fields' original
 * names, ids in Base64, and whole numbers as numbers.
 */
final class SpanJson {
  private static final Map<String, String> STATUS =
      Map.of(
          "UNSET", "STATUS_CODE_UNSET",
          "OK", "STATUS_CODE_OK",
          "ERROR", "STATUS_CODE_ERROR");

  private SpanJson() {}

  /**
   * A span.
   *
   * @param row of the query MLFLOW_SPANS
   * @param content a row of the query MLFLOW_SPAN_CONTENTS; empty = it carried nothing
   */
  static ObjectNode of(Map<String, Object> row, Map<String, Object> content)
      throws InvalidProtocolBufferException {
    Span raw =
        Span.parseFrom(Base64.getDecoder().decode(content.getOrDefault("raw", "").toString()));
    ObjectNode span = JsonNodeFactory.instance.objectNode();
    span.put("trace_id", TraceIds.base64(text(row, "trace_id")));
    span.put("span_id", TraceIds.base64(text(row, "span_id")));
    if (!text(row, "parent_span_id").isEmpty()) {
      span.put("parent_span_id", TraceIds.base64(text(row, "parent_span_id")));
    }
    span.put("name", text(row, "name"));
    span.put("start_time_unix_nano", number(row, "start_time_unix_nano"));
    span.put("end_time_unix_nano", number(row, "end_time_unix_nano"));
    span.set(
        "attributes",
        AnyValueJson.keyValues(
            SpanAttributes.of(row, AnyValueJson.object(raw.getAttributesList()), content)));
    putEvents(raw, span);
    putLinks(raw, span);
    ObjectNode status = span.putObject("status");
    if (!text(row, "status_message").isEmpty()) {
      status.put("message", text(row, "status_message"));
    }
    status.put("code", STATUS.get(text(row, "status")));
    return span;
  }

  /**
   * The same span as MLflow's clients write it to {@code traces.json} and read it from there: every
   * attribute is a text of JSON, every field is there.
   *
   * @param span as {@link #of} has it
   */
  static ObjectNode inFile(ObjectNode span) {
    ObjectNode file = span.deepCopy();
    file.putIfAbsent("parent_span_id", JsonNodeFactory.instance.nullNode());
    ((ObjectNode) file.get("status")).putIfAbsent("message", TextNode.valueOf(""));
    ObjectNode attributes = file.putObject("attributes");
    AnyValueJson.plain(span.get("attributes"))
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().toString()));
    for (String field : List.of("events", "links")) {
      ArrayNode entries = file.putArray(field);
      for (JsonNode each : span.path(field)) {
        ObjectNode entry = each.deepCopy();
        entry.set("attributes", AnyValueJson.plain(each.get("attributes")));
        if (field.equals("links")) {
          entry.put("trace_id", TraceIds.mlflow(TraceIds.hexOf(each.get("trace_id").textValue())));
          entry.put("span_id", TraceIds.hexOf(each.get("span_id").textValue()));
        }
        entries.add(entry);
      }
    }
    return file;
  }

  private static void putEvents(Span raw, ObjectNode span) {
    if (raw.getEventsCount() == 0) {
      return;
    }
    ArrayNode events = span.putArray("events");
    for (Span.Event each : raw.getEventsList()) {
      ObjectNode event = events.addObject();
      event.put("time_unix_nano", each.getTimeUnixNano());
      event.put("name", each.getName());
      event.set(
          "attributes", AnyValueJson.keyValues(AnyValueJson.object(each.getAttributesList())));
    }
  }

  private static void putLinks(Span raw, ObjectNode span) {
    if (raw.getLinksCount() == 0) {
      return;
    }
    ArrayNode links = span.putArray("links");
    for (Span.Link each : raw.getLinksList()) {
      ObjectNode link = links.addObject();
      link.put("trace_id", Base64.getEncoder().encodeToString(each.getTraceId().toByteArray()));
      link.put("span_id", Base64.getEncoder().encodeToString(each.getSpanId().toByteArray()));
      link.set("attributes", AnyValueJson.keyValues(AnyValueJson.object(each.getAttributesList())));
    }
  }

  private static String text(Map<String, Object> row, String column) {
    return row.get(column).toString();
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }
}
