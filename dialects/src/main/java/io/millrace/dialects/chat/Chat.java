// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.AgentSpan.AnsweredTool;
import io.millrace.schemas.AgentSpan.RequestedTool;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said to a model and what it answered.
 *
 * @param input the messages that went in
 * @param output the answers
 */
public record Chat(List<ChatMessage> input, List<ChatMessage> output) {
  /** Nothing said. */
  public static final Chat NONE = new Chat(List.of(), List.of());

  public Chat {
    input = List.copyOf(input);
    output = List.copyOf(output);
  }

  /** The canonical JSON, input before output; '' where nothing was said. */
  public String json() {
    if (input.isEmpty() && output.isEmpty()) {
      return "";
    }
    return ChatJson.of(input, output);
  }

  /** The tool calls that the answers ask for, in order. */
  public List<RequestedTool> requestedTools() {
    List<RequestedTool> tools = new ArrayList<>();
    for (ChatMessage message : output) {
      for (ObjectNode part : message.parts()) {
        String name = part.path("name").asText();
        if (part.path("type").asText().equals("tool_call") && !name.isEmpty()) {
          JsonNode id = part.path("id");
          tools.add(new RequestedTool(id.isNull() ? "" : id.asText(), name));
        }
      }
    }
    return tools;
  }

  /** The tool calls whose results came in since the last answer, in order. */
  public List<AnsweredTool> answeredTools() {
    return AnsweredTools.of(input);
  }

  /** The text of the last message of the user that has one. */
  public String requestText() {
    return lastText(input, "user");
  }

  /** The text of the last answer that has one. */
  public String responseText() {
    return lastText(output, "assistant");
  }

  /** The emitter's word for why the last answer ended, '' where it does not say. */
  public String finishReason() {
    return output.isEmpty() ? "" : output.get(output.size() - 1).finishReason();
  }

  private static String lastText(List<ChatMessage> messages, String role) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      String text = messages.get(i).role().equals(role) ? messages.get(i).text() : "";
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }
}
