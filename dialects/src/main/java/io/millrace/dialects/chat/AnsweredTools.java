// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.AgentSpan.AnsweredTool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tools were executed, by the results that a model's input ends with. Every later input
 * repeats the history, so only what follows the last answer is new; the answer itself has the
 * names.
 */
final class AnsweredTools {
  private AnsweredTools() {}

  static List<AnsweredTool> of(List<ChatMessage> input) {
    int lastAnswer = lastAnswer(input);
    if (lastAnswer < 0) {
      return List.of();
    }
    Map<String, String> names = names(input, lastAnswer);
    List<AnsweredTool> answered = new ArrayList<>();
    for (ChatMessage message : input.subList(lastAnswer + 1, input.size())) {
      for (ObjectNode part : message.parts()) {
        if (part.path("type").asText().equals("tool_call_response")) {
          String callId = text(part, "id");
          String own = text(part, "name");
          String name = callId.isEmpty() && !own.isEmpty() ? own : names.getOrDefault(callId, own);
          if (!name.isEmpty()) {
            answered.add(new AnsweredTool(callId, name, part.path("is_error").asBoolean()));
          }
        }
      }
    }
    return answered;
  }

  private static int lastAnswer(List<ChatMessage> input) {
    int at = input.size() - 1;
    while (at >= 0 && !input.get(at).role().equals("assistant")) {
      at--;
    }
    return at;
  }

  /** By call id. An answer may be several messages: a text and each of its calls. */
  private static Map<String, String> names(List<ChatMessage> input, int lastAnswer) {
    Map<String, String> names = new HashMap<>();
    for (int at = lastAnswer; at >= 0 && input.get(at).role().equals("assistant"); at--) {
      for (ObjectNode part : input.get(at).parts()) {
        if (part.path("type").asText().equals("tool_call") && !text(part, "name").isEmpty()) {
          names.put(text(part, "id"), text(part, "name"));
        }
      }
    }
    return names;
  }

  private static String text(ObjectNode part, String field) {
    return part.path(field).isNull() ? "" : part.path(field).asText();
  }
}
