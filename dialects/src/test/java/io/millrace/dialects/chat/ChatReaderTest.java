// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.AgentSpan.RequestedTool;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReaderTest {
  private static Chat answers(String json) throws IOException {
    return new Chat(List.of(), ChatReader.read(new ObjectMapper().readTree(json), "assistant"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // OTel
        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"find\","
            + "\"arguments\":{\"q\":1}}]}]",
        // OpenAI chat: one message, an array, a whole response
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"find\",\"arguments\":{\"q\":1}}}]}",
        "{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"find\",\"arguments\":{\"q\":1}}}]}}]}",
        // OpenAI responses
        "{\"output\":[{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\",\"name\":\"find\","
            + "\"arguments\":{\"q\":1}}]}",
        // Anthropic
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"find\","
            + "\"input\":{\"q\":1}}]}",
        // Gemini: one content, a whole response
        "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"c1\",\"name\":\"find\","
            + "\"args\":{\"q\":1}}}]}",
        "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"function_call\":"
            + "{\"id\":\"c1\",\"name\":\"find\",\"args\":{\"q\":1}}}]}}]}",
        // Bedrock
        "{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"c1\",\"name\":\"find\","
            + "\"input\":{\"q\":1}}}]}",
        // OpenInference, unflattened
        "[{\"message\":{\"role\":\"assistant\",\"tool_calls\":[{\"tool_call\":{\"id\":\"c1\","
            + "\"function\":{\"name\":\"find\",\"arguments\":{\"q\":1}}}}]}}]",
        // OpenLLMetry, unflattened
        "[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"name\":\"find\",\"arguments\":{\"q\":1}}]}]"
      })
  void toolCall_ofAnyShape_isOne(String json) throws IOException {
    Chat chat = answers(json);

    assertThat(chat.requestedTools()).containsExactly(new RequestedTool("c1", "find"));
    assertThat(chat.json())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\","
                + "\"name\":\"find\",\"arguments\":{\"q\":1}}]}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Rain.\"",
        "{\"role\":\"assistant\",\"content\":\"Rain.\"}",
        "{\"role\":\"ai\",\"content\":[{\"type\":\"text\",\"text\":\"Rain.\"}]}",
        "[{\"role\":\"model\",\"parts\":[{\"text\":\"Rain.\"}]}]",
        "{\"output\":[{\"type\":\"message\",\"role\":\"assistant\","
            + "\"content\":[{\"type\":\"output_text\",\"text\":\"Rain.\"}]}]}",
        "[{\"message\":{\"role\":\"assistant\",\"contents\":[{\"message_content\":"
            + "{\"type\":\"text\",\"text\":\"Rain.\"}}]}}]"
      })
  void text_ofAnyShape_isOne(String json) throws IOException {
    assertThat(answers(json).json())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Rain.\"}]}]");
  }

  @Test
  void toolsAnswer_keepsItsCall() throws IOException {
    String expected =
        "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\","
            + "\"response\":\"rain\"}]}]";

    assertThat(answers("{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"rain\"}").json())
        .isEqualTo(expected);
    assertThat(
            answers(
                    "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\","
                        + "\"response\":\"rain\"}]}")
                .json())
        .isEqualTo(expected);
  }

  @Test
  void userMessageOfToolResults_isNotWhatTheUserAsked() throws IOException {
    String json =
        "[{\"role\":\"user\",\"content\":\"Weather?\"},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\","
            + "\"content\":\"rain\"}]}]";
    Chat chat = new Chat(ChatReader.read(new ObjectMapper().readTree(json), "user"), List.of());

    assertThat(chat.requestText()).isEqualTo("Weather?");
  }

  @Test
  void reasoning_isNoAnswer() throws IOException {
    Chat chat =
        answers(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm.\"},"
                + "{\"type\":\"text\",\"text\":\"Rain.\"}]}");

    assertThat(chat.responseText()).isEqualTo("Rain.");
    assertThat(chat.json()).contains("{\"type\":\"reasoning\",\"content\":\"Hm.\"}");
  }

  @Test
  void unknownPart_isKeptAsItIs() throws IOException {
    assertThat(
            answers("{\"role\":\"user\",\"parts\":[{\"type\":\"uri\",\"uri\":\"s3://a\"}]}").json())
        .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"uri\",\"uri\":\"s3://a\"}]}]");
  }

  @Test
  void finishReason_ofAWholeResponse_isFound() throws IOException {
    assertThat(
            answers(
                    "{\"choices\":[{\"finish_reason\":\"length\","
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"Ra\"}}]}")
                .finishReason())
        .isEqualTo("length");
  }

  @Test
  void nothingSaid_isNoJson() throws IOException {
    assertThat(answers("[]").json()).isEmpty();
    assertThat(answers("null").json()).isEmpty();
    assertThat(answers("{}").json()).isEmpty();
  }

  @Test
  void endlessNesting_isCutOff() throws IOException {
    assertThat(answers("[".repeat(50) + "\"deep\"" + "]".repeat(50)).output()).isEmpty();
  }
}
