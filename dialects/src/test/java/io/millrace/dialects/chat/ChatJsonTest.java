// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChatJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String LETTERS = "ab/\\\"\n\t\b\f\r\u0000\u001f\u007f\u2028é東\ud83c";

  @Test
  void anyChat_isWrittenAsItsNodesWouldWriteIt() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      List<ChatMessage> input = messages(random);
      List<ChatMessage> output = messages(random);

      assertThat(ChatJson.of(input, output)).isEqualTo(nodes(input, output).toString());
    }
  }

  private static ArrayNode nodes(List<ChatMessage> input, List<ChatMessage> output) {
    ArrayNode json = NODES.arrayNode();
    input.forEach(message -> json.add(node(message)));
    output.forEach(message -> json.add(node(message)));
    return json;
  }

  private static ObjectNode node(ChatMessage message) {
    ObjectNode json = NODES.objectNode().put("role", message.role());
    json.putArray("parts").addAll(message.parts());
    if (!message.finishReason().isEmpty()) {
      json.put("finish_reason", message.finishReason());
    }
    return json;
  }

  private static List<ChatMessage> messages(Random random) {
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<ObjectNode> parts = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        parts.add(part(random));
      }
      messages.add(new ChatMessage(text(random), parts, text(random)));
    }
    return messages;
  }

  private static ObjectNode part(Random random) {
    ObjectNode part = NODES.objectNode().put("type", text(random)).put(text(random), text(random));
    part.put("cost", new BigDecimal("1E-7")).put("count", random.nextLong());
    part.putNull("id").put("whole", random.nextBoolean()).put("share", random.nextDouble());
    part.set("arguments", NODES.objectNode().put(text(random), text(random)));
    part.putArray("response").add(text(random)).addObject();
    return part;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
