// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeCodeTest {
  private static SpanFixture claude(String type) {
    return span("claude_code." + type)
        .scope("com.anthropic.claude_code.tracing")
        .with("span.type", type)
        .with("user.id", "c022448835e8fa14")
        .with("session.id", "9a90180f-f866-4e34-9e0b-09a9631d044e");
  }

  @Test
  void modelCall_countsTheCacheApart() {
    AgentSpan call =
        claude("llm_request")
            .with("model", "claude-sonnet-4-5")
            .with("gen_ai.system", "anthropic")
            .with("input_tokens", 1010)
            .with("output_tokens", 51)
            .with("cache_read_tokens", 201)
            .with("cache_creation_tokens", 31)
            .with("attempt", 2)
            .with("ttft_ms", 14)
            .with("request_id", "req_1")
            .with("success", true)
            .with("stop_reason", "tool_use")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("claude-code");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.meaning().usageRule()).isEqualTo("claude-code/excl");
    assertThat(call.modelCall())
        .isEqualTo(
            new AgentSpan.ModelCall(
                "anthropic",
                "claude-sonnet-4-5",
                "",
                "req_1",
                "",
                new TokenUsage(1242L, 51L, 201L, 31L, null, null),
                null,
                null,
                null,
                14_000_000L,
                2,
                List.of(),
                List.of()));
    assertThat(call.outcome().finishReason()).isEqualTo("tool_calls");
    assertThat(call.outcome().status()).isEqualTo(SpanStatus.UNSET);
  }

  @Test
  void failedModelCall_saysSo() {
    AgentSpan call =
        claude("llm_request")
            .with("success", false)
            .with("error", "overloaded")
            .with("status_code", 529)
            .normalised();

    assertThat(call.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(call.outcome().statusMessage()).isEqualTo("overloaded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tool", "claude_code.tool"})
  void tool_hasTheNameThatTheModelUsed(String type) {
    AgentSpan tool =
        claude(type)
            .with("tool_name", "mcp__travel__get_weather")
            .with("gen_ai.tool.name", "get_weather")
            .with("tool_use_id", "toolu_1")
            .normalised();

    assertThat(tool.toolUse())
        .isEqualTo(new AgentSpan.ToolUse("mcp__travel__get_weather", "toolu_1", true));
  }

  @Test
  void phasesOfATool_areNoCalls() {
    AgentSpan execution =
        claude("tool.execution")
            .with("tool_use_id", "toolu_1")
            .with("success", false)
            .with("error", "unknown city")
            .with("error.type", "tool_error")
            .status(Status.StatusCode.STATUS_CODE_ERROR, "unknown city")
            .normalised();
    AgentSpan wait = claude("tool.blocked_on_user").with("decision", "accept").normalised();

    assertThat(execution.toolUse()).isEqualTo(new AgentSpan.ToolUse("", "toolu_1", false));
    assertThat(execution.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(execution.outcome().errorType()).isEqualTo("tool_error");
    assertThat(wait.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
    assertThat(wait.toolUse()).isEqualTo(AgentSpan.ToolUse.NONE);
  }

  @Test
  void user_isTheResources_neverTheHashOfTheInstallation() {
    AgentSpan configured = claude("interaction").onResource("user.id", "alice").normalised();
    AgentSpan plain = claude("interaction").normalised();
    AgentSpan loggedIn = claude("interaction").with("user.email", "alice@example.com").normalised();

    assertThat(configured.identity().userId()).isEqualTo("alice");
    assertThat(plain.identity().userId()).isEmpty();
    assertThat(loggedIn.identity().userId()).isEqualTo("alice@example.com");
  }

  @Test
  void interaction_isATurn_andTellsTheRequest() {
    AgentSpan turn = claude("interaction").with("user_prompt", "Print hello").normalised();

    assertThat(turn.meaning().kind()).isEqualTo(AgentSpanKind.AGENT);
    assertThat(turn.meaning().turn()).isTrue();
    assertThat(turn.content().requestPreview()).isEqualTo("Print hello");
  }

  @Test
  void noteOfABackgroundAgent_isNoTurn() {
    AgentSpan note =
        claude("interaction").with("user_prompt", "<task-notification>\n<task-id>").normalised();

    assertThat(note.meaning().turn()).isFalse();
    assertThat(note.meaning().notTurn()).isTrue();
    assertThat(claude("interaction").normalised().meaning().notTurn()).isFalse();
  }
}
