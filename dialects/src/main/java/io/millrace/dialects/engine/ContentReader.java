// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.dialects.chat.Chat;
import io.millrace.dialects.chat.ChatMessage;
import io.millrace.dialects.chat.ChatReader;
import io.millrace.dialects.chat.Preview;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Field;
import io.millrace.schemas.AgentSpan.Content;
import io.millrace.schemas.AgentSpanKind;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The wide part of a span: what was said, and everything as it was sent. */
public final class ContentReader {
  /** What frameworks call the one text that goes in or comes out. */
  private static final List<String> TEXT_FIELDS =
      List.of("message", "question", "query", "prompt", "input", "answer", "result", "output");

  private ContentReader() {}

  /** What was said to and by a model, in every shape that the dialect has for it. */
  public static Chat chat(Dialect dialect, SpanView span) {
    List<ChatMessage> input =
        new ArrayList<>(messages(dialect, Field.SYSTEM_INSTRUCTIONS, span, "system"));
    input.addAll(messages(dialect, Field.INPUT_MESSAGES, span, "user"));
    List<ChatMessage> output = messages(dialect, Field.OUTPUT_MESSAGES, span, "assistant");
    return input.isEmpty() && output.isEmpty() ? Chat.NONE : new Chat(input, output);
  }

  private static List<ChatMessage> messages(
      Dialect dialect, Field field, SpanView span, String role) {
    return ChatReader.read(AnyValues.parsed(dialect.find(field, span)), role);
  }

  /**
   * The content.
   *
   * @param tellsRequest whether the span is one whose input is what a user asked
   */
  public static Content read(
      Dialect dialect, SpanView span, Chat chat, boolean tellsRequest, byte[] raw) {
    String request = tellsRequest ? preview(dialect, Field.REQUEST_TEXT, span, "user") : "";
    String response = tellsRequest ? preview(dialect, Field.RESPONSE_TEXT, span, "assistant") : "";
    return new Content(
        dialect.findText(Field.INPUT, span),
        dialect.findText(Field.OUTPUT, span),
        chat.json(),
        Preview.of(
            firstOf(
                request, chat.requestText(), raw(dialect, Field.REQUEST_TEXT, tellsRequest, span))),
        Preview.of(
            firstOf(
                response,
                chat.responseText(),
                raw(dialect, Field.RESPONSE_TEXT, tellsRequest, span))),
        texts(span.span().getAttributesList()),
        texts(span.resource().getAttributesList()),
        events(span.span()),
        links(span.span()),
        raw);
  }

  /** Text itself; of a chat, what the role said last; of other JSON, its first text field. */
  private static String preview(Dialect dialect, Field field, SpanView span, String role) {
    JsonNode value = AnyValues.parsed(dialect.find(field, span));
    List<ChatMessage> said = ChatReader.read(value, role);
    if (!said.isEmpty()) {
      Chat chat = new Chat(said, said);
      return role.equals("user") ? chat.requestText() : chat.responseText();
    }
    for (String name : TEXT_FIELDS) {
      if (value.path(name).isTextual()) {
        return value.get(name).textValue();
      }
    }
    return "";
  }

  /** What nothing could be made of is better than nothing, on spans that tell. */
  private static String raw(Dialect dialect, Field field, boolean tellsRequest, SpanView span) {
    return tellsRequest ? dialect.findText(field, span) : "";
  }

  private static String firstOf(String... texts) {
    for (String text : texts) {
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  /** Whether a span of this kind is one whose input is what a user asked. */
  public static boolean tellsRequest(AgentSpanKind kind, boolean turn, SpanView span) {
    return kind == AgentSpanKind.AGENT || turn || SpanReader.isRoot(span);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>(attributes.size() * 2);
    for (KeyValue attribute : attributes) {
      texts.put(attribute.getKey(), AnyValues.text(attribute.getValue()));
    }
    return texts;
  }

  private static String events(Span span) {
    if (span.getEventsCount() == 0) {
      return "[]";
    }
    ArrayNode events = JsonNodeFactory.instance.arrayNode();
    for (Span.Event event : span.getEventsList()) {
      ObjectNode json = events.addObject();
      json.put("name", event.getName());
      json.put("timeUnixNano", event.getTimeUnixNano());
      json.set("attributes", AnyValues.object(event.getAttributesList()));
    }
    return events.toString();
  }

  private static String links(Span span) {
    if (span.getLinksCount() == 0) {
      return "[]";
    }
    ArrayNode links = JsonNodeFactory.instance.arrayNode();
    for (Span.Link link : span.getLinksList()) {
      ObjectNode json = links.addObject();
      json.put("traceId", HexFormat.of().formatHex(link.getTraceId().toByteArray()));
      json.put("spanId", HexFormat.of().formatHex(link.getSpanId().toByteArray()));
      json.set("attributes", AnyValues.object(link.getAttributesList()));
    }
    return links.toString();
  }
}
