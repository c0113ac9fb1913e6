// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Writes messages as Jackson's nodes would write themselves, without a tree of them and without a
 * generator: a chat is written for every model call.
 */
final class ChatJson {
  private static final int FIRST_CHARS = 512;

  private final StringBuilder json = new StringBuilder(FIRST_CHARS);

  private ChatJson() {}

  /** The messages of both lists as one array. */
  static String of(List<ChatMessage> input, List<ChatMessage> output) {
    ChatJson writer = new ChatJson();
    writer.json.append('[');
    input.forEach(writer::message);
    output.forEach(writer::message);
    return writer.json.append(']').toString();
  }

  private void message(ChatMessage message) {
    separate('[');
    json.append("{\"role\":");
    text(message.role());
    json.append(",\"parts\":[");
    for (ObjectNode part : message.parts()) {
      separate('[');
      object(part);
    }
    json.append(']');
    if (!message.finishReason().isEmpty()) {
      json.append(",\"finish_reason\":");
      text(message.finishReason());
    }
    json.append('}');
  }

  private void object(ObjectNode object) {
    json.append('{');
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      separate('{');
      text(field.getKey());
      json.append(':');
      if (field.getValue().isTextual()) {
        text(field.getValue().textValue());
      } else {
        // of any depth
        json.append(field.getValue());
      }
    }
    json.append('}');
  }

  /** A comma, unless it is the first after what opened. */
  private void separate(char opened) {
    if (json.charAt(json.length() - 1) != opened) {
      json.append(',');
    }
  }

  private void text(String text) {
    json.append('"');
    if (isPlain(text)) {
      json.append(text);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(text, json);
    }
    json.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
