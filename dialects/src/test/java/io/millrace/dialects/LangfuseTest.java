// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class LangfuseTest {
  private static SpanFixture langfuse(String type) {
    return span("OpenAI-generation")
        .scope("langfuse-sdk")
        .with("langfuse.observation.type", type)
        .with("session.id", "sess-1")
        .with("user.id", "user-42");
  }

  private static AgentSpan generation(String usage) {
    return langfuse("generation")
        .with("langfuse.observation.model.name", "gpt-4o-mini-2024-07-18")
        .with("langfuse.observation.usage_details", usage)
        .normalised();
  }

  @Test
  void openAisWrapper_passesItsCountsOn() {
    AgentSpan call =
        generation(
            "{\"completion_tokens\": 45, \"prompt_tokens\": 180, \"total_tokens\": 225,"
                + " \"completion_tokens_details\": {\"reasoning_tokens\": 10},"
                + " \"prompt_tokens_details\": {\"cached_tokens\": 100}}");

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.meaning().usageRule()).isEqualTo("langfuse/openai");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(180L, 45L, 100L, null, null, 10L));
    assertThat(call.modelCall().responseModel()).isEqualTo("gpt-4o-mini-2024-07-18");
  }

  @Test
  void contract_isDisjoint() {
    AgentSpan call =
        generation(
            "{\"input\": 80, \"output\": 35, \"total\": 225,"
                + " \"input_cache_read\": 100, \"output_reasoning\": 10}");

    assertThat(call.meaning().usageRule()).isEqualTo("langfuse/disjoint");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(180L, 45L, 100L, null, null, 10L));
  }

  @Test
  void brokenContract_isKnownByTheTotal() {
    AgentSpan call =
        generation(
            "{\"input\": 180, \"output\": 45, \"total\": 225,"
                + " \"input_cached_tokens\": 100, \"output_reasoning_tokens\": 10}");

    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(180L, 45L, 100L, null, null, 10L));
  }

  @Test
  void tool_isNamedByItsSpan_andFailsByItsLevel() {
    AgentSpan tool =
        langfuse("tool")
            .with("langfuse.observation.level", "ERROR")
            .with("langfuse.observation.status_message", "unknown city")
            .with("langfuse.observation.metadata.tool_call_id", "\"call_1\"")
            .normalised();

    assertThat(tool.toolUse())
        .isEqualTo(new AgentSpan.ToolUse("OpenAI-generation", "call_1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(tool.outcome().statusMessage()).isEqualTo("unknown city");
  }

  @Test
  void labels_areWithoutTheirQuotes() {
    AgentSpan span =
        langfuse("agent")
            .with("langfuse.trace.tags", List.of("nightly"))
            .with("langfuse.trace.metadata.team", "\"search\"")
            .with("langfuse.trace.metadata.ls_integration", "\"langchain\"")
            .normalised();

    assertThat(span.tags()).containsOnlyKeys("nightly", "team").containsEntry("team", "search");
  }
}
