// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;

class CodexTest {
  private static SpanFixture codex(String name) {
    return span(name).scope("codex_exec").onResource("user.id", "alice");
  }

  @Test
  void request_hasTheModel_theResponsesEndTheTokens() {
    AgentSpan request = codex("try_run_sampling_request").with("model", "gpt-5").normalised();
    AgentSpan end =
        codex("handle_responses")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.cache_read.input_tokens", 201)
            .with("gen_ai.usage.cache_write.input_tokens", 0)
            .with("gen_ai.usage.output_tokens", 51)
            .with("codex.usage.reasoning_output_tokens", 6)
            .with("codex.usage.total_tokens", 1262)
            .normalised();
    AgentSpan earlier = codex("handle_responses").with("from", "output_item_added").normalised();

    assertThat(request.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(request.modelCall().requestModel()).isEqualTo("gpt-5");
    assertThat(request.modelCall().provider()).isEqualTo("openai");
    assertThat(end.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(end.modelCall().usage()).isEqualTo(new TokenUsage(1211L, 51L, 201L, 0L, null, 6L));
    assertThat(earlier.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
  }

  @Test
  void turn_hasTheSumOfItsCalls_andIsNoCall() {
    AgentSpan turn =
        codex("session_task.turn")
            .with("model", "gpt-5")
            .with("codex.turn.token_usage.input_tokens", 2433)
            .with("codex.turn.token_usage.output_tokens", 103)
            .event("codex.turn_profile", 1, "conversation.id", "01a1f97f")
            .normalised();

    assertThat(turn.meaning().kind()).isEqualTo(AgentSpanKind.AGENT);
    assertThat(turn.meaning().turn()).isTrue();
    assertThat(turn.modelCall().usage().inputTokens()).isEqualTo(2433L);
    assertThat(turn.identity()).isEqualTo(new AgentSpan.Identity("01a1f97f", "alice", ""));
  }

  @Test
  void tool_isTheSpanThatDispatches() {
    AgentSpan tool =
        codex("exec_command")
            .with("tool_name", "exec_command")
            .with("call_id", "call_1")
            .with("codex.tool.phase", "dispatch")
            .with("conversation.id", "01a1f97f")
            .with("aborted", false)
            .normalised();
    AgentSpan inner =
        codex("unified_exec.exec_command")
            .with("call_id", "call_1")
            .with("conversation.id", "01a1f97f")
            .normalised();

    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("exec_command", "call_1", true));
    assertThat(tool.identity().sessionId()).isEqualTo("01a1f97f");
    assertThat(inner.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
  }

  @Test
  void thread_isTheOperatingSystems_andNoSession() {
    AgentSpan span = codex("auth").with("thread.id", 3).with("thread.name", "tokio").normalised();

    assertThat(span.identity().sessionId()).isEmpty();
  }

  @Test
  void dispatch_isNoCall_butKnowsHowItEnded() {
    AgentSpan dispatch =
        codex("dispatch_tool_call_with_state")
            .event(
                "event otel/src/tool_result.rs:54",
                1,
                "event.name",
                "codex.tool_result",
                "tool_name",
                "exec_command",
                "call_id",
                "call_1",
                "success",
                "false")
            .normalised();

    assertThat(dispatch.toolUse())
        .isEqualTo(new AgentSpan.ToolUse("exec_command", "call_1", false));
    assertThat(dispatch.outcome().status()).isEqualTo(SpanStatus.ERROR);
  }
}
