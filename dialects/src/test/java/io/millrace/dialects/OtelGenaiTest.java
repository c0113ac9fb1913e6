// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conventions of each version, as semantic-conventions v1.26 to v1.44 wrote them. */
class OtelGenaiTest {
  @Test
  void answersId_isNoSession() {
    SpanFixture call =
        span("chat gpt-4o-mini")
            .scope("agent_framework")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.provider.name", "openai");

    assertThat(call.with("gen_ai.conversation.id", "resp_1").normalised().identity().sessionId())
        .isEmpty();
    assertThat(call.with("gen_ai.conversation.id", "conv_1").normalised().identity().sessionId())
        .isEqualTo("conv_1");
  }

  @Test
  void version126_hasPromptAndCompletionTokens_andContentEvents() {
    AgentSpan span =
        span("chat gpt-4")
            .with("gen_ai.system", "openai")
            .with("gen_ai.request.model", "gpt-4")
            .with("gen_ai.usage.prompt_tokens", 100)
            .with("gen_ai.usage.completion_tokens", 180)
            .event(
                "gen_ai.content.prompt",
                1,
                "gen_ai.prompt",
                "[{\"role\":\"user\",\"content\":\"Weather in Paris?\"}]")
            .event(
                "gen_ai.content.completion",
                2,
                "gen_ai.completion",
                "[{\"role\":\"assistant\",\"content\":\"Rainy.\"}]")
            .normalised();

    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(span.modelCall().provider()).isEqualTo("openai");
    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(100L, 180L, null, null, null, null));
    assertThat(span.content().requestPreview()).isEqualTo("Weather in Paris?");
    assertThat(span.content().responsePreview()).isEqualTo("Rainy.");
  }

  @Test
  void version128_hasAnEventForEachMessage() {
    AgentSpan span =
        span("chat gpt-4o")
            .with("gen_ai.operation.name", "chat")
            .event("gen_ai.system.message", 1, "content", "Travel helper.")
            .event("gen_ai.user.message", 2, "content", "Weather?")
            .event(
                "gen_ai.choice",
                3,
                "finish_reason",
                "tool_calls",
                "message",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"get_weather\",\"arguments\":\"{}\"}}]}")
            .normalised();

    assertThat(span.content().messages())
        .isEqualTo(
            "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Travel helper.\"}]},"
                + "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Weather?\"}]},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"call_1\","
                + "\"name\":\"get_weather\",\"arguments\":\"{}\"}],\"finish_reason\":\"tool_calls\"}]");
    assertThat(span.modelCall().requestedTools())
        .containsExactly(new RequestedTool("call_1", "get_weather"));
    assertThat(span.outcome().finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void version137_hasMessagesAsAttributes_orAsOneEvent() {
    String input = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]}]";
    String output =
        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\","
            + "\"name\":\"find\",\"arguments\":{\"q\":1}}],\"finish_reason\":\"tool_call\"}]";
    AgentSpan byAttributes =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.provider.name", "anthropic")
            .with("gen_ai.input.messages", input)
            .with("gen_ai.output.messages", output)
            .normalised();
    AgentSpan byEvent =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .event(
                "gen_ai.client.inference.operation.details",
                1,
                "gen_ai.input.messages",
                input,
                "gen_ai.output.messages",
                output)
            .normalised();

    assertThat(byAttributes.content().requestPreview()).isEqualTo("Hello");
    assertThat(byAttributes.modelCall().requestedTools())
        .containsExactly(new RequestedTool("c1", "find"));
    assertThat(byAttributes.outcome().finishReason()).isEqualTo("tool_calls");
    assertThat(byEvent.content().messages()).isEqualTo(byAttributes.content().messages());
    assertThat(byEvent.modelCall().requestedTools())
        .isEqualTo(byAttributes.modelCall().requestedTools());
  }

  @ParameterizedTest
  @CsvSource({
    "gen_ai.usage.cache_read.input_tokens, gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_read.input_tokens, gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_read_input_tokens, gen_ai.usage.cache_creation_input_tokens"
  })
  void cache_hasManyNames(String read, String write) {
    TokenUsage usage =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.usage.input_tokens", 7911)
            .with("gen_ai.usage.output_tokens", 60)
            .with(read, 0)
            .with(write, 7581)
            .normalised()
            .modelCall()
            .usage();

    assertThat(usage).isEqualTo(new TokenUsage(7911L, 60L, 0L, 7581L, null, null));
  }

  @Test
  void cache_underTwoNames_countsOnce() {
    TokenUsage usage =
        span("chat")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.prompt_tokens", 120)
            .with("gen_ai.usage.cache_read.input_tokens", 20)
            .with("gen_ai.usage.cache_read_input_tokens", 20)
            .normalised()
            .modelCall()
            .usage();

    assertThat(usage).isEqualTo(new TokenUsage(120L, null, 20L, null, null, null));
  }

  @Test
  void openRouter_isReadInItsOwnNames() {
    AgentSpan span =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.usage.input_tokens", 5021)
            .with("gen_ai.usage.input_tokens.cached", 4248)
            .with("gen_ai.usage.output_tokens", 263)
            .with("gen_ai.usage.output_tokens.reasoning", 37)
            .with("gen_ai.usage.total_cost", 0.00270405)
            .normalised();

    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(5021L, 263L, 4248L, null, null, 37L));
    assertThat(span.modelCall().emitterCostPicoUsd()).isEqualTo(2_704_050_000L);
  }

  @Test
  void version141_hasReasoning_andTheFirstChunkInSeconds() {
    AgentSpan span =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.usage.output_tokens", 73)
            .with("gen_ai.usage.reasoning.output_tokens", 95)
            .with("gen_ai.response.time_to_first_chunk", 0.014460695000025225)
            .normalised();

    assertThat(span.modelCall().usage().reasoningTokens()).isEqualTo(73);
    assertThat(span.meaning().usageRule()).isEqualTo("otel-genai/incl+reasoning-exceeds-output");
    assertThat(span.modelCall().timeToFirstTokenNanos()).isEqualTo(14_460_695L);
  }

  @Test
  void firstChunkEvent_isTakenFromTheStart() {
    AgentSpan span =
        span("chat")
            .with("gen_ai.operation.name", "chat")
            .event("gen_ai.content.completion.chunk", 40_000)
            .event("gen_ai.content.completion.chunk", 90_000)
            .normalised();

    assertThat(span.modelCall().timeToFirstTokenNanos()).isEqualTo(40_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, LLM",
    "text_completion, LLM",
    "generate_content, LLM",
    "embeddings, EMBEDDING",
    "execute_tool, TOOL",
    "invoke_agent, AGENT",
    "create_agent, CHAIN",
    "invoke_workflow, CHAIN",
    "agent_step, CHAIN",
    "retrieval, RETRIEVER",
    "search_memory, MEMORY",
    "something_new, SPAN"
  })
  void operation_isTheKind(String operation, AgentSpanKind kind) {
    assertThat(span("x").with("gen_ai.operation.name", operation).normalised().meaning().kind())
        .isEqualTo(kind);
  }

  @Test
  void tool_tellsNameAndCall() {
    AgentSpan span =
        span("execute_tool get_weather")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.call.id", "call_1")
            .with("gen_ai.tool.call.arguments", "{\"city\": \"Paris\"}")
            .with("gen_ai.tool.call.result", "rain")
            .normalised();

    assertThat(span.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "call_1", true));
    assertThat(span.content().input()).isEqualTo("{\"city\": \"Paris\"}");
    assertThat(span.content().output()).isEqualTo("rain");
    assertThat(span.content().requestPreview()).isEmpty();
  }

  @Test
  void mcpServersSide_isNoCallOfItsOwn() {
    AgentSpan span =
        span("tools/call get_weather")
            .kind(Span.SpanKind.SPAN_KIND_SERVER)
            .with("mcp.method.name", "tools/call")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "get_weather")
            .normalised();

    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
    assertThat(span.toolUse().counts()).isFalse();
  }

  @Test
  void errorType_isAFailure_unlessTheStatusSaysOk() {
    SpanFixture fixture =
        span("chat").with("gen_ai.operation.name", "chat").with("error.type", "timeout");

    assertThat(fixture.normalised().outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(fixture.normalised().outcome().errorType()).isEqualTo("timeout");
    assertThat(fixture.status(Status.StatusCode.STATUS_CODE_OK, "").normalised().outcome().status())
        .isEqualTo(SpanStatus.OK);
  }

  @Test
  void numbers_areReadLeniently() {
    TokenUsage usage =
        span("chat")
            .with("gen_ai.usage.input_tokens", "12")
            .with("gen_ai.usage.output_tokens", 30.0)
            .with("gen_ai.usage.cache_read.input_tokens", "5.0")
            .with("gen_ai.usage.cache_creation.input_tokens", -1)
            .with("gen_ai.usage.reasoning.output_tokens", Double.NaN)
            .normalised()
            .modelCall()
            .usage();

    assertThat(usage).isEqualTo(new TokenUsage(12L, 30L, 5L, null, null, null));
  }

  @Test
  void unusableNumber_givesWayToTheNextSource() {
    TokenUsage usage =
        span("chat")
            .with("gen_ai.usage.input_tokens", "unknown")
            .with("gen_ai.usage.prompt_tokens", 9)
            .normalised()
            .modelCall()
            .usage();

    assertThat(usage.inputTokens()).isEqualTo(9);
  }

  @Test
  void frameworkName_isNoProvider() {
    assertThat(provider("langchain", "some-model")).isEmpty();
    assertThat(provider("langchain", "gpt-4o")).isEqualTo("openai");
    assertThat(provider("az.ai.openai", "gpt-4o")).isEqualTo("azure.ai.openai");
    assertThat(provider("Vertex_AI", "claude-opus-4-6")).isEqualTo("gcp.vertex_ai");
  }

  private static String provider(String system, String model) {
    return span("chat")
        .with("gen_ai.system", system)
        .with("gen_ai.request.model", model)
        .normalised()
        .modelCall()
        .provider();
  }

  @Test
  void routeBeforeAModel_isTakenOff_whereItNamesTheProvider() {
    assertThat(model("openai", "openai/gpt-4o-mini")).isEqualTo("gpt-4o-mini");
    assertThat(model("openrouter", "openai/gpt-4o-mini")).isEqualTo("openai/gpt-4o-mini");
    assertThat(model("huggingface", "meta-llama/Llama-3")).isEqualTo("meta-llama/Llama-3");
  }

  private static String model(String provider, String model) {
    return span("chat")
        .with("gen_ai.provider.name", provider)
        .with("gen_ai.request.model", model)
        .normalised()
        .modelCall()
        .requestModel();
  }

  @Test
  void agentWithUsage_keepsIt() {
    AgentSpan span =
        span("invoke_agent travel")
            .root()
            .with("gen_ai.operation.name", "invoke_agent")
            .with("gen_ai.usage.input_tokens", 632)
            .normalised();

    assertThat(span.modelCall().usage().inputTokens()).isEqualTo(632);
    assertThat(span.identity().agentName()).isEqualTo("travel");
    assertThat(span.modelCall().requestedTools()).isEmpty();
  }

  @Test
  void preview_endsAfter1000CodePoints_neverInsideOne() {
    String emoji = "\uD83D\uDE00";
    AgentSpan span =
        span("chat").root().with("gen_ai.input.messages", emoji.repeat(1500)).normalised();

    assertThat(span.content().requestPreview()).isEqualTo(emoji.repeat(1000));
  }

  @Test
  void finishReasons_mayBeArrayOrText() {
    assertThat(finishReason(List.of("max_tokens"))).isEqualTo("length");
    assertThat(finishReason("[\"end_turn\"]")).isEqualTo("stop");
    assertThat(finishReason("FinishReason.SAFETY")).isEqualTo("content_filter");
    assertThat(finishReason("weird")).isEqualTo("weird");
  }

  private static String finishReason(Object value) {
    return span("chat")
        .with("gen_ai.response.finish_reasons", value)
        .normalised()
        .outcome()
        .finishReason();
  }

  @Test
  void absurdCost_isNotSaid() {
    assertThat(cost(100_000.0)).isEqualTo(100_000_000_000_000_000L);
    assertThat(cost(100_000.01)).isNull();
    assertThat(cost(-0.1)).isNull();
    assertThat(cost(Double.POSITIVE_INFINITY)).isNull();
    assertThat(cost("1e999999999")).isNull();
    assertThat(cost(0.0)).isZero();
    assertThat(cost(3.45e-05)).isEqualTo(34_500_000L);
    assertThat(cost("0.0000000000005")).as("half even, down").isZero();
    assertThat(cost("0.0000000000015")).as("half even, up").isEqualTo(2L);
  }

  private static Long cost(Object value) {
    return span("chat")
        .with("gen_ai.usage.cost", value)
        .normalised()
        .modelCall()
        .emitterCostPicoUsd();
  }

  @Test
  void bytesAttribute_isKeptAsBase64() {
    AgentSpan span =
        span("x")
            .with(
                "blob", AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("hi")).build())
            .normalised();

    assertThat(span.content().attributes()).containsEntry("blob", "aGk=");
  }
}
