// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VercelAiTest {
  private static SpanFixture ai(String operation) {
    return span(operation).scope("ai").with("ai.operationId", operation);
  }

  @ParameterizedTest
  @CsvSource({
    "ai.generateText, CHAIN",
    "ai.generateText.doGenerate, LLM",
    "ai.streamObject.doStream, LLM",
    "ai.embedMany, CHAIN",
    "ai.embedMany.doEmbed, EMBEDDING",
    "ai.toolCall, TOOL"
  })
  void onlyTheInnermost_isAModelCall(String operation, AgentSpanKind kind) {
    assertThat(ai(operation).normalised().meaning().kind()).isEqualTo(kind);
  }

  @Test
  void fifthsGenerateText_hasTheCacheOnlyInWhatAnthropicSaid() {
    AgentSpan call =
        span("ai.generateText.doGenerate")
            .scope("ai")
            .with("ai.operationId", "ai.generateText.doGenerate")
            .with("ai.model.provider", "anthropic.messages")
            .with("ai.usage.promptTokens", 1060)
            .with("ai.usage.completionTokens", 56)
            .with(
                "ai.response.providerMetadata",
                "{\"anthropic\":{\"usage\":{\"cache_read_input_tokens\":206},"
                    + "\"cacheCreationInputTokens\":36}}")
            .normalised();

    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1302L, 56L, 206L, 36L, null, null));
    assertThat(call.meaning().usageRule()).isEqualTo("vercel-ai/v5-excl");
  }

  @Test
  void version6_saysWhatIsNotCached() {
    AgentSpan call =
        ai("ai.streamText.doStream")
            .with("ai.model.provider", "anthropic.messages")
            .with("ai.model.id", "claude-sonnet-4-5")
            .with("ai.usage.inputTokens", 1211)
            .with("ai.usage.inputTokenDetails.noCacheTokens", 1010)
            .with("ai.usage.inputTokenDetails.cacheReadTokens", 201)
            .with("ai.usage.outputTokens", 51)
            .with("ai.usage.outputTokenDetails.reasoningTokens", 6)
            .with("ai.response.msToFirstChunk", 33.5)
            .normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("vercel-ai/incl");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(call.modelCall().provider()).isEqualTo("anthropic");
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(33_500_000L);
  }

  @Test
  void version5_passesAnthropicsCountsOn() {
    AgentSpan call =
        ai("ai.generateText.doGenerate")
            .with("ai.model.provider", "anthropic.messages")
            .with("ai.usage.inputTokens", 7)
            .with("ai.usage.cachedInputTokens", 16_399)
            .with("ai.usage.outputTokens", 445)
            .with(
                "ai.response.providerMetadata",
                "{\"anthropic\":{\"cacheCreationInputTokens\":2089}}")
            .normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("vercel-ai/v5-excl");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(18_495L, 445L, 16_399L, 2089L, null, null));
  }

  @Test
  void version5_ofOpenAi_includesTheCache() {
    AgentSpan call =
        ai("ai.generateText.doGenerate")
            .with("ai.model.provider", "azure.responses")
            .with("ai.usage.inputTokens", 120)
            .with("ai.usage.cachedInputTokens", 20)
            .normalised();

    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(120L);
    assertThat(call.modelCall().provider()).isEqualTo("azure.ai.openai");
  }

  @Test
  void version7_speaksTheConventions_andMore() {
    AgentSpan call =
        span("chat gpt-4o-mini")
            .scope("gen_ai")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 51)
            .with("gen_ai.usage.cache_read.input_tokens", 201)
            .with("ai.usage.outputTokenDetails.reasoningTokens", 6)
            .with("gen_ai.client.operation.time_to_first_chunk", 0.025)
            .normalised();
    AgentSpan agent =
        span("invoke_agent gpt-4o-mini")
            .scope("gen_ai")
            .with("gen_ai.operation.name", "invoke_agent")
            .with("gen_ai.agent.name", "chat-turn")
            .with("ai.settings.context.sessionId", "sess-1")
            .with("ai.settings.context.userId", "alice")
            .with("gen_ai.usage.input_tokens", 2433)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("vercel-ai");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(25_000_000L);
    assertThat(agent.meaning().kind()).isEqualTo(AgentSpanKind.AGENT);
    assertThat(agent.identity()).isEqualTo(new AgentSpan.Identity("sess-1", "alice", "chat-turn"));
  }

  @Test
  void identityAndLabels_areTelemetrysMetadata() {
    AgentSpan span =
        ai("ai.generateText")
            .with("ai.telemetry.metadata.sessionId", "sess-1")
            .with("ai.telemetry.metadata.userId", "alice")
            .with("ai.telemetry.metadata.team", "search")
            .normalised();

    assertThat(span.identity()).isEqualTo(new AgentSpan.Identity("sess-1", "alice", ""));
    assertThat(span.tags()).containsOnlyKeys("team");
  }

  @Test
  void answer_isTextAndToolCallsTogether() {
    AgentSpan call =
        ai("ai.streamText.doStream")
            .with(
                "ai.prompt.messages",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Weather?\"}]}]")
            .with("ai.response.text", "I look it up.")
            .with(
                "ai.response.toolCalls",
                "[{\"toolCallId\":\"call_1\",\"toolName\":\"get_weather\",\"input\":\"{}\"}]")
            .normalised();

    assertThat(call.modelCall().requestedTools())
        .containsExactly(new RequestedTool("call_1", "get_weather"));
    assertThat(call.content().requestPreview()).isEqualTo("Weather?");
    assertThat(call.content().responsePreview()).isEqualTo("I look it up.");
  }
}
