// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.Test;

/** OpenCode's own spans, and those of its three plugins. */
class OpenCodeTest {
  private static SpanFixture opencode(String name) {
    return span(name).scope("opencode").onResource("user.id", "alice");
  }

  @Test
  void modelCall_speaksVercels() {
    AgentSpan call =
        opencode("ai.streamText.doStream")
            .with("ai.operationId", "ai.streamText.doStream")
            .with("ai.telemetry.functionId", "session.llm")
            .with("ai.model.provider", "openai.chat")
            .with("ai.model.id", "gpt-4o-mini")
            .with("session.id", "ses_1")
            .with("ai.usage.inputTokens", 1211)
            .with("ai.usage.inputTokenDetails.noCacheTokens", 1010)
            .with("ai.usage.inputTokenDetails.cacheReadTokens", 201)
            .with("ai.usage.outputTokens", 51)
            .with("ai.usage.outputTokenDetails.reasoningTokens", 6)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("opencode");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.meaning().usageRule()).isEqualTo("vercel-ai/incl");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(call.modelCall().provider()).isEqualTo("openai");
    assertThat(call.identity()).isEqualTo(new AgentSpan.Identity("ses_1", "alice", ""));
  }

  @Test
  void toolsTwoSpans_areOneCall() {
    AgentSpan told =
        opencode("ai.toolCall")
            .with("ai.operationId", "ai.toolCall")
            .with("ai.toolCall.name", "bash")
            .with("ai.toolCall.id", "call_1")
            .with("ai.toolCall.result", "{\"metadata\":{\"exit\":1},\"output\":\"no such file\"}")
            .normalised();
    AgentSpan again =
        opencode("Tool.execute")
            .with("tool.name", "bash")
            .with("tool.call_id", "call_1")
            .normalised();

    assertThat(told.toolUse()).isEqualTo(new AgentSpan.ToolUse("bash", "call_1", true));
    assertThat(told.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(told.outcome().errorType()).isEqualTo("exit_code");
    assertThat(told.outcome().statusMessage()).isEqualTo("no such file");
    assertThat(again.toolUse()).isEqualTo(new AgentSpan.ToolUse("bash", "call_1", false));
  }

  @Test
  void prompt_isTheTurn_andTheServersOwnWorkIsNothing() {
    assertThat(opencode("SessionPrompt.prompt").normalised().meaning().turn()).isTrue();
    AgentSpan work = opencode("sql.execute").normalised();
    assertThat(work.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
    assertThat(work.meaning().turn()).isFalse();
    assertThat(work.meaning().dialect()).isEqualTo("opencode");
  }

  private static SpanFixture plugin(String scope) {
    return span("opencode.llm")
        .scope(scope)
        .with("openinference.span.kind", "LLM")
        .with("llm.model_name", "gpt-4o-mini")
        .with("llm.token_count.prompt", 1222)
        .with("llm.token_count.prompt_details.cache_read", 202)
        .with("llm.token_count.completion", 45)
        .with("llm.token_count.completion_details.reasoning", 7)
        .with("agent.name", "unknown");
  }

  @Test
  void traceOpencode_countsTheReasoningApart() {
    AgentSpan call = plugin("@inference/trace-opencode").normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("trace-opencode/reasoning-apart");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1222L, 52L, 202L, null, null, 7L));
    assertThat(call.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
  }

  @Test
  void traceOpencode_hidesACommandsFailureInItsLabels() {
    AgentSpan tool =
        span("bash: false")
            .scope("@inference/trace-opencode")
            .with("openinference.span.kind", "TOOL")
            .with("tool.name", "bash")
            .with("tool_call.id", "call_1")
            .with("metadata", "{\"metadata\":{\"exit\":1}}")
            .status(Status.StatusCode.STATUS_CODE_OK, "")
            .normalised();

    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("bash", "call_1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
  }

  @Test
  void opencodePluginOtel_countsCacheAndReasoningApart() {
    AgentSpan call = plugin("com.opencode").with("cost_usd", 0.25).normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("opencode-plugin-otel/apart");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1424L, 52L, 202L, null, null, 7L));
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(250_000_000_000L);
    assertThat(call.identity().agentName()).isEmpty();
  }

  @Test
  void opencodeOtelPlugin_knowsNoAuthor_butTheExitCode() {
    AgentSpan tool =
        span("execute_tool bash")
            .scope("opencode-otel-plugin")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "bash")
            .with("gen_ai.tool.call.id", "call_1")
            .with("gen_ai.tool.output.metadata.exit", 2)
            .with("enduser.id", "unknown")
            .normalised();

    assertThat(tool.meaning().dialect()).isEqualTo("opencode-otel-plugin");
    assertThat(tool.outcome().errorType()).isEqualTo("exit_code");
    assertThat(tool.identity().userId()).isEmpty();
  }
}
