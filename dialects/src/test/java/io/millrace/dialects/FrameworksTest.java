// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;

/** Dialects known from their sources alone: a golden span of each. */
class FrameworksTest {
  @Test
  void liveKit_isKnownByTheNamesOfItsSpans() {
    AgentSpan call =
        span("llm_request")
            .scope("livekit-agents")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 120)
            .with("lk.response.ttft", 0.25)
            .with("lk.response.text", "Sunny.")
            .with(
                "lk.response.function_calls",
                "[{\"id\":\"c1\",\"name\":\"find\",\"arguments\":\"{}\"}]")
            .normalised();
    AgentSpan tool =
        span("function_tool")
            .scope("livekit-agents")
            .with("lk.function_tool.name", "find")
            .with("lk.function_tool.id", "c1")
            .with("lk.function_tool.is_error", true)
            .normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(250_000_000L);
    assertThat(call.modelCall().requestedTools()).containsExactly(new RequestedTool("c1", "find"));
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("find", "c1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(span("llm_node").scope("livekit-agents").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  @Test
  void genkit_hasItsUsageInItsOutput() {
    AgentSpan call =
        span("gemini-2.5-flash")
            .scope("genkit-tracer")
            .with("genkit:type", "action")
            .with("genkit:metadata:subtype", "model")
            .with("genkit:name", "googleai/gemini-2.5-flash")
            .with(
                "genkit:output",
                "{\"finishReason\":\"stop\",\"usage\":{\"inputTokens\":42,\"outputTokens\":17,"
                    + "\"totalTokens\":59,\"thoughtsTokens\":3}}")
            .normalised();
    AgentSpan failed =
        span("planTrip")
            .with("genkit:metadata:subtype", "flow")
            .with("genkit:name", "planTrip")
            .with("genkit:state", "error")
            .normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(42L, 17L, null, null, null, 3L));
    assertThat(call.modelCall().requestModel()).isEqualTo("gemini-2.5-flash");
    assertThat(call.modelCall().provider()).isEqualTo("gcp.gemini");
    assertThat(call.outcome().finishReason()).isEqualTo("stop");
    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.modelCall()).isEqualTo(AgentSpan.ModelCall.NONE);
  }

  @Test
  void langSmith_hasTheDetailsOfItsCountsInJson() {
    AgentSpan call =
        span("ChatOpenAI")
            .scope("langsmith")
            .with("langsmith.span.kind", "llm")
            .with("langsmith.metadata.thread_id", "thread-1")
            .with("langsmith.metadata.ls_provider", "openai")
            .with("langsmith.metadata.ls_model_name", "gpt-4o-mini")
            .with("langsmith.trace.session_name", "my-project")
            .with("langsmith.span.tags", "nightly, eu")
            .with("gen_ai.system", "langchain")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.input_token_details", "{\"cache_read\": 20}")
            .with("gen_ai.usage.output_token_details", "{\"reasoning\": 10}")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
    assertThat(call.modelCall().provider()).isEqualTo("openai");
    assertThat(call.identity().sessionId()).isEqualTo("thread-1");
    assertThat(call.tags()).containsOnlyKeys("nightly", "eu");
  }

  @Test
  void springAi_hasFacadesAroundItsModel() {
    AgentSpan client =
        span("chat_client")
            .scope("org.springframework.boot")
            .with("spring.ai.kind", "chat_client")
            .with("gen_ai.operation.name", "framework")
            .with("spring.ai.chat.client.conversation.id", "conv-1")
            .normalised();
    AgentSpan unset =
        span("chat_client")
            .with("spring.ai.kind", "chat_client")
            .with("spring.ai.chat.client.conversation.id", "default")
            .normalised();

    assertThat(client.meaning().dialect()).isEqualTo("spring-ai");
    assertThat(client.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(client.identity().sessionId()).isEqualTo("conv-1");
    assertThat(unset.identity().sessionId()).isEmpty();
  }

  @Test
  void agentFramework_passesAnthropicsCountsOn() {
    AgentSpan anthropic = agentFramework("anthropic");
    AgentSpan openAi = agentFramework("openai");

    assertThat(anthropic.modelCall().usage().inputTokens()).isEqualTo(140L);
    assertThat(anthropic.meaning().usageRule()).isEqualTo("agent-framework/anthropic-excl");
    assertThat(openAi.modelCall().usage().inputTokens()).isEqualTo(120L);
    assertThat(span("executor.process x").scope("agent_framework").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  private static AgentSpan agentFramework(String provider) {
    return span("chat m")
        .scope("agent_framework")
        .with("gen_ai.operation.name", "chat")
        .with("gen_ai.provider.name", provider)
        .with("gen_ai.usage.input_tokens", 120)
        .with("gen_ai.usage.cache_read.input_tokens", 20)
        .normalised();
  }

  @Test
  void openLit_tellsTimesInSeconds() {
    AgentSpan call =
        span("chat gpt-4o-mini")
            .scope("openlit.otel.tracing")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.server.time_to_first_token", 0.7)
            .with("gen_ai.usage.cost", 0.25)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("openlit");
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(700_000_000L);
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(250_000_000_000L);
  }

  @Test
  void agno_passesClaudesCountsOn() {
    AgentSpan call =
        span("Claude.invoke")
            .scope("openinference.instrumentation.agno")
            .with("openinference.span.kind", "LLM")
            .with("llm.model_name", "claude-sonnet-4-5")
            .with("llm.token_count.prompt", 120)
            .with("llm.token_count.completion", 30)
            .with("llm.token_count.total", 150)
            .with("llm.token_count.prompt_details.cache_read", 20)
            .normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("openinference/agno-claude");
    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(140L);
  }
}
