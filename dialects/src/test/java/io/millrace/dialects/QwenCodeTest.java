// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;

class QwenCodeTest {
  private static SpanFixture qwen(String name) {
    return span("qwen-code." + name).scope("qwen-code").with("session.id", "s1");
  }

  @Test
  void modelCall_includesItsThoughtsInTheOutput() {
    AgentSpan call =
        qwen("llm_request")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 51)
            .with("gen_ai.usage.cache_read.input_tokens", 201)
            .with("thoughts_token_count", 6)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("qwen-code");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
  }

  @Test
  void execution_isPartOfTheTool() {
    AgentSpan tool =
        qwen("tool")
            .with("gen_ai.operation.name", "execute_tool")
            .with("tool_name", "read_file")
            .with("tool.call_id", "call_1")
            .normalised();
    AgentSpan execution =
        qwen("tool.execution")
            .with("gen_ai.tool.name", "read_file")
            .with("tool.call_id", "call_1")
            .with("success", false)
            .normalised();

    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("read_file", "call_1", true));
    assertThat(execution.toolUse()).isEqualTo(new AgentSpan.ToolUse("read_file", "call_1", false));
    assertThat(execution.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(qwen("hook").with("tool.name", "read_file").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.SPAN);
  }

  @Test
  void turn_isWhatAUserAsks_notWhatComesOfIt() {
    AgentSpan asked = qwen("interaction").with("qwen-code.message_type", "userQuery").normalised();
    AgentSpan note =
        qwen("interaction").with("qwen-code.message_type", "notification").normalised();
    AgentSpan background =
        qwen("subagent").with("qwen-code.subagent.invocation_kind", "background").normalised();
    AgentSpan memory = qwen("llm_request").with("llm_request.context", "standalone").normalised();

    assertThat(asked.meaning().turn()).isTrue();
    assertThat(asked.meaning().notTurn()).isFalse();
    for (AgentSpan span : new AgentSpan[] {note, background, memory}) {
      assertThat(span.meaning().turn()).isFalse();
      assertThat(span.meaning().notTurn()).isTrue();
    }
  }

  @Test
  void firstVersions_areGeminiClis() {
    AgentSpan call =
        span("llm_call").scope("qwen-code").with("gen_ai.operation.name", "llm_call").normalised();

    assertThat(call.meaning().dialect()).isEqualTo("gemini-cli");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
  }
}
