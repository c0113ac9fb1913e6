// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One message of a chat, in the shape of OTel's gen_ai.input.messages (semantic conventions 1.37).
 *
 * @param role system, user, assistant or tool
 * @param parts JSON objects with a "type" each
 * @param finishReason the emitter's word, on answers; else ''
 */
public record ChatMessage(String role, List<ObjectNode> parts, String finishReason) {
  public ChatMessage {
    parts = List.copyOf(parts);
  }

  /** All text parts, joined by line feeds. */
  public String text() {
    String first = "";
    // nearly always there is one: nothing is to be joined
    StringBuilder joined = null;
    for (ObjectNode part : parts) {
      if (part.path("type").asText().equals("text")) {
        String content = part.path("content").asText();
        if (first.isEmpty()) {
          first = content;
        } else {
          joined = joined == null ? new StringBuilder(first) : joined;
          joined.append('\n').append(content);
        }
      }
    }
    return joined == null ? first : joined.toString();
  }
}
