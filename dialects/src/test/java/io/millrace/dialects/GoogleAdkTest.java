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

class GoogleAdkTest {
  private static SpanFixture adk(String name) {
    return span(name).scope("gcp.vertex.agent");
  }

  @Test
  void mergedTools_areNoCall() {
    AgentSpan merged =
        adk("execute_tool (merged)")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "(merged tools)")
            .normalised();
    AgentSpan handOver =
        adk("execute_tool transfer_to_agent")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "transfer_to_agent")
            .normalised();

    assertThat(merged.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
    assertThat(merged.toolUse().counts()).isFalse();
    assertThat(handOver.toolUse().counts()).isTrue();
  }

  @Test
  void unspecifiedCallId_isNone() {
    AgentSpan span =
        adk("execute_tool get_weather")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.call.id", "<not specified>")
            .normalised();

    assertThat(span.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "", true));
  }

  @Test
  void litellmsReasoning_isCountedOnce() {
    AgentSpan litellm = call("openai", "openai/gpt-4o-mini");
    AgentSpan gemini = call("gcp.gemini", "gemini-2.5-flash");

    assertThat(litellm.modelCall().usage().outputTokens()).isEqualTo(45);
    assertThat(litellm.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
    assertThat(litellm.meaning().usageRule()).isEqualTo("google-adk/reasoning-twice");
    assertThat(gemini.modelCall().usage().outputTokens()).isEqualTo(55);
    assertThat(gemini.meaning().usageRule()).isEqualTo("google-adk/incl");
  }

  private static AgentSpan call(String provider, String model) {
    return adk("generate_content " + model)
        .with("gen_ai.operation.name", "generate_content")
        .with("gen_ai.provider.name", provider)
        .with("gen_ai.request.model", model)
        .with("gen_ai.usage.output_tokens", 55)
        .with("gen_ai.usage.reasoning.output_tokens", 10)
        .normalised();
  }

  @Test
  void version1_tellsTheCallInJson() {
    AgentSpan span =
        adk("call_llm")
            .with("gen_ai.system", "gcp.vertex.agent")
            .with("gen_ai.request.model", "gemini-2.5-flash")
            .with("gcp.vertex.agent.session_id", "sess-7f3a")
            .with(
                "gcp.vertex.agent.llm_request",
                "{\"model\":\"gemini-2.5-flash\",\"contents\":[{\"role\":\"user\","
                    + "\"parts\":[{\"text\":\"Weather in Paris?\"}]}]}")
            .with(
                "gcp.vertex.agent.llm_response",
                "{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"adk-1\","
                    + "\"name\":\"get_weather\",\"args\":{\"city\":\"Paris\"}}}]},"
                    + "\"usage_metadata\":{\"prompt_token_count\":180,\"candidates_token_count\":35,"
                    + "\"thoughts_token_count\":10,\"cached_content_token_count\":100}}")
            .normalised();

    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(span.modelCall().provider()).isEqualTo("gcp.gemini");
    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(180L, 45L, 100L, null, null, 10L));
    assertThat(span.meaning().usageRule()).isEqualTo("google-adk/raw-response");
    assertThat(span.modelCall().requestedTools())
        .containsExactly(new RequestedTool("adk-1", "get_weather"));
    assertThat(span.identity().sessionId()).isEqualTo("sess-7f3a");
    assertThat(span.content().requestPreview()).isEqualTo("Weather in Paris?");
  }

  @Test
  void version1_rootWithoutAttributes_isKnownByItsScope() {
    AgentSpan root = adk("invocation").root().normalised();

    assertThat(root.meaning().dialect()).isEqualTo("google-adk");
    assertThat(root.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(adk("agent_run [travel_agent]").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.AGENT);
  }

  @Test
  void emptyContent_isNone() {
    AgentSpan span =
        adk("execute_tool find")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gcp.vertex.agent.llm_request", "{}")
            .with("gcp.vertex.agent.tool_call_args", "{\"q\":1}")
            .normalised();

    assertThat(span.content().input()).isEqualTo("{\"q\":1}");
    assertThat(span.content().output()).isEmpty();
  }

  @Test
  void javascript_leavesTheThoughtsOut_andTellsTheCacheInJsonOnly() {
    AgentSpan span =
        adk("call_llm")
            .with("gen_ai.system", "gcp.vertex.agent")
            .with("gen_ai.request.model", "gemini-2.5-flash")
            .with(
                "gcp.vertex.agent.llm_response",
                "{\"usageMetadata\":{\"promptTokenCount\":1211,\"cachedContentTokenCount\":201,"
                    + "\"candidatesTokenCount\":45,\"thoughtsTokenCount\":6}}")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 45)
            .normalised();

    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(span.meaning().usageRule()).isEqualTo("google-adk/javascript");
  }

  @Test
  void javaScriptsFailedCall_isKnownByWhatIsMissing() {
    AgentSpan failed = span("call_llm").scope("gcp.vertex.agent").normalised();
    AgentSpan withoutContent =
        span("call_llm")
            .scope("gcp.vertex.agent")
            .with("gcp.vertex.agent.llm_response", "{}")
            .normalised();

    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.outcome().errorType()).isEqualTo("no_response");
    assertThat(withoutContent.outcome().status()).isEqualTo(SpanStatus.UNSET);
  }
}
