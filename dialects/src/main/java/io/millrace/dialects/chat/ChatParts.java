// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one message: texts, tool calls, answers of tools, reasoning, everything else as is.
 */
final class ChatParts {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Gemini's and Bedrock's names for a call, and for what came of it. */
  private static final List<String> CALL_WRAPPERS =
      List.of("functionCall", "function_call", "toolUse");

  private static final List<String> RESPONSE_WRAPPERS =
      List.of("functionResponse", "function_response", "toolResult");

  private static final List<String> ID_FIELDS =
      List.of("call_id", "tool_use_id", "toolUseId", "tool_call_id", "toolCallId", "id");

  private ChatParts() {}

  static List<ObjectNode> of(JsonNode message) {
    List<ObjectNode> parts = new ArrayList<>();
    JsonNode toolCallId = message.path("tool_call_id");
    if (message.path("role").asText().equals("tool") && toolCallId.isTextual()) {
      parts.add(toolResponse(message, toolCallId, response(message)));
      return parts;
    }
    if (message.path("reasoning_content").isTextual()) {
      parts.add(content("reasoning", message.get("reasoning_content").textValue()));
    }
    for (String field : List.of("parts", "content", "contents", "text")) {
      addAll(embedded(message.path(field)), parts);
    }
    for (JsonNode call : embedded(message.path("tool_calls"))) {
      addOnce(toolCall(call.has("tool_call") ? call.get("tool_call") : call), parts);
    }
    // OpenAI's messages up to 2023, still what LiteLLM sends
    if (message.path("function_call").isObject()) {
      parts.add(toolCall(message.get("function_call")));
    }
    if (parts.isEmpty() && message.path("type").isTextual() && !message.has("role")) {
      addPart(message, parts);
    }
    return parts;
  }

  /** OpenInference tells Anthropic's calls among the contents and again as calls. */
  private static void addOnce(ObjectNode call, List<ObjectNode> parts) {
    JsonNode id = call.path("id");
    boolean known =
        id.isTextual()
            && parts.stream()
                .filter(part -> part.path("type").asText().equals("tool_call"))
                .anyMatch(part -> part.path("id").equals(id));
    if (!known) {
      parts.add(call);
    }
  }

  static ObjectNode text(String text) {
    return content("text", text);
  }

  private static ObjectNode content(String type, String content) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("content", content);
  }

  /** Events carry lists as texts with JSON in them. */
  private static JsonNode embedded(JsonNode node) {
    return node.isTextual() && node.textValue().startsWith("[") ? parsed(node) : node;
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      JsonNode json = JSON.readTree(text.textValue());
      boolean parts = json.isArray() && !json.isEmpty() && json.get(0).isObject();
      return parts ? json : text;
    } catch (JsonProcessingException e) {
      // A text that only begins like JSON is a text.
      return text;
    }
  }

  private static void addAll(JsonNode content, List<ObjectNode> parts) {
    if (content.isArray()) {
      content.forEach(part -> addPart(part, parts));
    } else if (content.isTextual() && !content.textValue().isEmpty()) {
      parts.add(text(content.textValue()));
    } else if (content.isObject()) {
      addPart(content, parts);
    }
  }

  private static void addPart(JsonNode given, List<ObjectNode> parts) {
    JsonNode part = given.has("message_content") ? given.get("message_content") : given;
    if (given.path("tool_call").isObject()) {
      parts.add(toolCall(given.get("tool_call")));
    } else if (part.isTextual()) {
      parts.add(text(part.textValue()));
    } else if (part.isObject()) {
      parts.add(part((ObjectNode) part));
    }
  }

  private static ObjectNode part(ObjectNode part) {
    for (String wrapper : CALL_WRAPPERS) {
      if (part.path(wrapper).isObject()) {
        return toolCall(part.get(wrapper));
      }
    }
    for (String wrapper : RESPONSE_WRAPPERS) {
      JsonNode response = part.path(wrapper);
      if (response.isObject()) {
        return toolResponse(response, id(response), response(response));
      }
    }
    if (isAutoGenCall(part)) {
      return toolCall(part);
    }
    if (!part.has("type") && part.path("call_id").isTextual()) {
      return toolResponse(part, id(part), response(part));
    }
    boolean thought = part.path("thought").asBoolean();
    return switch (part.path("type").asText()) {
      case "tool_call", "tool-call", "tool_use", "function_call", "function" -> toolCall(part);
      case "tool_call_response", "tool_result", "tool-result", "function_call_output" ->
          toolResponse(part, id(part), response(part));
      case "reasoning", "thinking" -> content("reasoning", firstText(part));
      case "", "text", "input_text", "output_text" ->
          hasText(part) ? content(thought ? "reasoning" : "text", firstText(part)) : part;
      default -> part;
    };
  }

  /** AutoGen's calls and results have no type. */
  private static boolean isAutoGenCall(JsonNode part) {
    return !part.has("type") && part.path("name").isTextual() && part.path("arguments").isTextual();
  }

  private static ObjectNode toolCall(JsonNode call) {
    JsonNode function = call.path("function").isObject() ? call.get("function") : call;
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "tool_call");
    part.set("id", nullable(id(call)));
    part.set("name", nullable(name(function)));
    for (String field : List.of("arguments", "args", "input")) {
      if (function.has(field)) {
        part.set("arguments", function.get(field));
        break;
      }
    }
    return part;
  }

  private static JsonNode name(JsonNode function) {
    for (String field : List.of("name", "toolName")) {
      if (function.has(field)) {
        return function.get(field);
      }
    }
    // Haystack's
    return function.path("tool_name");
  }

  /** A result keeps its tool's name where it has one, and that it is an error. */
  private static ObjectNode toolResponse(JsonNode given, JsonNode id, JsonNode response) {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "tool_call_response");
    part.set("id", nullable(id));
    if (given.path("name").isTextual()) {
      part.set("name", given.get("name"));
    }
    part.set("response", nullable(response));
    if (given.path("is_error").asBoolean() || isGeminisError(given)) {
      part.put("is_error", true);
    }
    return part;
  }

  /** Google's client answers "output", or "error" where the tool has thrown. */
  private static boolean isGeminisError(JsonNode given) {
    JsonNode response = given.path("response");
    return response.isObject() && response.hasNonNull("error") && response.size() == 1;
  }

  private static JsonNode response(JsonNode part) {
    for (String field : List.of("response", "result", "output", "content", "parts")) {
      if (part.has(field)) {
        return part.get(field);
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode id(JsonNode part) {
    for (String field : ID_FIELDS) {
      if (part.path(field).isTextual()) {
        return part.get(field);
      }
    }
    return part.path("id");
  }

  private static boolean hasText(JsonNode part) {
    return part.path("content").isTextual() || part.path("text").isTextual();
  }

  private static String firstText(JsonNode part) {
    for (String field : List.of("content", "text", "thinking", "reasoning")) {
      if (part.path(field).isTextual()) {
        return part.get(field).textValue();
      }
    }
    return "";
  }

  private static JsonNode nullable(JsonNode node) {
    return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
  }
}
