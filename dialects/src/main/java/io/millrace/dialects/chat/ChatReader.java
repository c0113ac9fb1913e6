// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads messages in every shape seen in the wild into one: OTel's (role, parts), OpenAI's (content,
 * tool_calls), Anthropic's (content blocks), Gemini's (parts without types), OpenInference's
 * (wrapped once more), each alone, in an array, or in the provider's whole request or response.
 */
public final class ChatReader {
  /** Fields of a request or response that hold its messages, asked in order. */
  private static final List<String> ENVELOPES =
      List.of("messages", "contents", "choices", "candidates", "input", "output", "generations");

  /** Fields that wrap one message. */
  private static final List<String> WRAPPERS = List.of("message", "kwargs", "data", "delta");

  private static final Map<String, String> ROLES =
      Map.of(
          "human", "user",
          "ai", "assistant",
          "model", "assistant",
          "developer", "system",
          "function", "tool",
          "tool_response", "tool");

  /** Types of messages that have no role: LangChain's, then AutoGen's. */
  private static final Map<String, String> ROLE_OF_TYPE =
      Map.of(
          "human", "user",
          "ai", "assistant",
          "system", "system",
          "tool", "tool",
          "SystemMessage", "system",
          "UserMessage", "user",
          "AssistantMessage", "assistant",
          "FunctionExecutionResultMessage", "tool");

  private static final int MAX_DEPTH = 8;

  private ChatReader() {}

  /**
   * The messages in a value.
   *
   * @param value JSON of any of the shapes, or plain text; parsed already
   * @param role whose a message is that does not say
   */
  public static List<ChatMessage> read(JsonNode value, String role) {
    List<ChatMessage> messages = new ArrayList<>();
    collect(value, role, "", messages, 0);
    return messages;
  }

  private static void collect(
      JsonNode value, String role, String finishReason, List<ChatMessage> into, int depth) {
    if (depth > MAX_DEPTH || value.isMissingNode() || value.isNull()) {
      return;
    }
    if (value.isArray()) {
      value.forEach(element -> collect(element, role, finishReason, into, depth + 1));
    } else if (value.isObject()) {
      collectObject(value, role, finishReason, into, depth);
    } else if (!value.asText().isEmpty()) {
      into.add(new ChatMessage(role, List.of(ChatParts.text(value.asText())), finishReason));
    }
  }

  private static void collectObject(
      JsonNode value, String role, String finishReason, List<ChatMessage> into, int depth) {
    String reason = firstText(value, finishReason, "finish_reason", "finishReason", "stop_reason");
    JsonNode inner = inner(value);
    if (inner != null) {
      collect(inner, role, reason, into, depth + 1);
      return;
    }
    List<ObjectNode> parts = ChatParts.of(value);
    if (!parts.isEmpty()) {
      into.add(new ChatMessage(role(value, role), parts, reason));
    }
  }

  /** Some messages have their role in the type. */
  private static String role(JsonNode message, String otherwise) {
    String type = message.path("type").asText();
    String role = firstText(message, ROLE_OF_TYPE.getOrDefault(type, otherwise), "role");
    return ROLES.getOrDefault(role, role);
  }

  /** What an envelope or wrapper holds; null if the object is a message itself. */
  private static JsonNode inner(JsonNode value) {
    for (String field : WRAPPERS) {
      if (value.path(field).isObject()) {
        return value.get(field);
      }
    }
    if (value.has("role")) {
      return null;
    }
    // Gemini's candidate, and ADK's llm_response: the message is called content.
    if (value.path("content").isObject()) {
      return value.get("content");
    }
    for (String field : ENVELOPES) {
      if (value.path(field).isArray()) {
        return value.get(field);
      }
    }
    return null;
  }

  private static String firstText(JsonNode value, String otherwise, String... fields) {
    for (String field : fields) {
      if (value.path(field).isTextual()) {
        return value.get(field).textValue();
      }
    }
    return otherwise;
  }
}
