// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.TokenUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenInferenceTest {
  private static SpanFixture openInference(String kind) {
    return span("x").with("openinference.span.kind", kind);
  }

  @ParameterizedTest
  @CsvSource({
    "LLM, LLM",
    "llm, LLM",
    "Tool, TOOL",
    "PROMPT, CHAIN",
    "RERANKER, RERANKER",
    "GUARDRAIL, GUARDRAIL",
    "EVALUATOR, EVALUATOR",
    "UNKNOWN, SPAN"
  })
  void kind_inAnyCase(String given, AgentSpanKind kind) {
    assertThat(openInference(given).normalised().meaning().kind()).isEqualTo(kind);
  }

  @Test
  void call_isReadFromFlattenedKeys() {
    AgentSpan span =
        openInference("LLM")
            .with("llm.system", "openai")
            .with("llm.model_name", "gpt-4o-mini-2024-07-18")
            .with("llm.invocation_parameters", "{\"model\": \"gpt-4o-mini\"}")
            .with("llm.token_count.prompt", 120)
            .with("llm.token_count.completion", 30)
            .with("llm.token_count.prompt_details.cache_read", 20)
            .with("llm.token_count.completion_details.reasoning", 0)
            .with("llm.input_messages.10.message.role", "user")
            .with("llm.input_messages.10.message.content", "Weather?")
            .with("llm.input_messages.2.message.role", "system")
            .with("llm.input_messages.2.message.contents.0.message_content.type", "text")
            .with("llm.input_messages.2.message.contents.0.message_content.text", "Travel helper.")
            .with("llm.output_messages.0.message.role", "assistant")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.id", "call_1")
            .with(
                "llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "get_weather")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments", "{}")
            .with("llm.finish_reason", "tool_calls")
            .normalised();

    assertThat(span.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
    assertThat(span.modelCall().responseModel()).isEqualTo("gpt-4o-mini-2024-07-18");
    assertThat(span.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 0L));
    assertThat(span.modelCall().requestedTools())
        .containsExactly(new RequestedTool("call_1", "get_weather"));
    assertThat(span.content().messages())
        .isEqualTo(
            "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Travel helper.\"}]},"
                + "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Weather?\"}]},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"call_1\","
                + "\"name\":\"get_weather\",\"arguments\":\"{}\"}]}]");
    assertThat(span.content().requestPreview()).isEqualTo("Weather?");
  }

  @Test
  void anthropicsCalls_areToldTwice_andAreOne() {
    AgentSpan call =
        openInference("LLM")
            .with("llm.request.model_name", "claude-sonnet-4-5")
            .with("llm.model_name", "claude-sonnet-4-5-20250929")
            .with("llm.token_count.prompt", 120)
            .with("output.value", "{\"id\":\"msg_1\",\"content\":[]}")
            .with("llm.output_messages.0.message.role", "assistant")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.id", "toolu_1")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "find")
            .with("llm.output_messages.0.message.contents.0.message_content.type", "tool_use")
            .with("llm.output_messages.0.message.contents.0.tool_call.id", "toolu_1")
            .with("llm.output_messages.0.message.contents.0.tool_call.function.name", "find")
            .normalised();

    assertThat(call.modelCall().requestedTools())
        .containsExactly(new RequestedTool("toolu_1", "find"));
    assertThat(call.modelCall().requestModel()).isEqualTo("claude-sonnet-4-5");
    assertThat(call.modelCall().responseModel()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(call.modelCall().responseId()).isEqualTo("msg_1");
  }

  @Test
  void langChainsAnswer_hasItsId() {
    AgentSpan call =
        openInference("LLM")
            .with("llm.token_count.prompt", 120)
            .with(
                "output.value",
                "{\"generations\":[[{\"message\":{\"kwargs\":"
                    + "{\"response_metadata\":{\"id\":\"msg_1\"}}}}]]}")
            .normalised();

    assertThat(call.modelCall().responseId()).isEqualTo("msg_1");
  }

  @Test
  void llamaIndexesPreparation_isNoCall() {
    assertThat(
            span("OpenAI._prepare_chat_with_tools")
                .scope("openinference.instrumentation.llama_index")
                .with("openinference.span.kind", "LLM")
                .normalised()
                .meaning()
                .kind())
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  @Test
  void olderAnthropic_whoseInputLeavesTheCacheOut_isCorrected() {
    AgentSpan span =
        openInference("LLM")
            .with("llm.token_count.prompt", 3)
            .with("llm.token_count.completion", 93)
            .with("llm.token_count.prompt_details.cache_write", 2025)
            .normalised();

    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(2028L, 93L, null, 2025L, null, null));
    assertThat(span.meaning().usageRule()).isEqualTo("openinference/incl+cache-exceeds-input");
  }

  @Test
  void labels_areTagsAndMetadata() {
    AgentSpan span =
        openInference("AGENT")
            .with("tag.tags", List.of("fixture"))
            .with("metadata", "{\"team\": \"search\", \"build\": 7}")
            .normalised();

    assertThat(span.tags()).isEqualTo(Map.of("fixture", "", "team", "search", "build", "7"));
  }

  @Test
  void agent_tellsWhatWasAskedAndAnswered() {
    AgentSpan span =
        openInference("AGENT")
            .with("input.value", "What should I wear?")
            .with("output.value", "A coat.")
            .with("llm.token_count.prompt", 540)
            .normalised();

    assertThat(span.content().requestPreview()).isEqualTo("What should I wear?");
    assertThat(span.content().responsePreview()).isEqualTo("A coat.");
    assertThat(span.modelCall().usage().inputTokens()).isEqualTo(540);
  }

  @Test
  void rootsJson_isPreviewedByWhatItSays() {
    AgentSpan chat =
        openInference("CHAIN")
            .root()
            .with("input.value", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
            .with("output.value", "{\"answer\":\"Hello.\"}")
            .normalised();

    assertThat(chat.content().requestPreview()).isEqualTo("Hi");
    assertThat(chat.content().responsePreview()).isEqualTo("Hello.");
  }

  @Test
  void langChainsMessages_arePreviewedByTheLastAnswer() {
    AgentSpan chain =
        openInference("CHAIN")
            .root()
            .with("input.value", "{\"messages\": [[\"user\", \"Weather?\"]]}")
            .with(
                "output.value",
                "{\"messages\":[{\"type\":\"human\",\"data\":{\"content\":\"Weather?\",\"type\":\"human\"}},"
                    + "{\"type\":\"ai\",\"data\":{\"content\":\"Rain.\",\"type\":\"ai\"}}]}")
            .normalised();

    assertThat(chain.content().requestPreview()).isEqualTo("Weather?");
    assertThat(chain.content().responsePreview()).isEqualTo("Rain.");
  }

  @Test
  void unreadableInput_isPreviewedAsItIs() {
    assertThat(
            openInference("AGENT")
                .with("input.value", "{\"a\": 1}")
                .normalised()
                .content()
                .requestPreview())
        .isEqualTo("{\"a\": 1}");
  }

  @Test
  void innerChain_tellsNoRequest() {
    assertThat(
            openInference("CHAIN")
                .with("input.value", "What should I wear?")
                .normalised()
                .content()
                .requestPreview())
        .isEmpty();
  }

  @Test
  void firstTokenEvent_isTakenFromTheStart() {
    assertThat(
            openInference("LLM")
                .event("First Token Stream Event", 7_000)
                .normalised()
                .modelCall()
                .timeToFirstTokenNanos())
        .isEqualTo(7_000L);
  }

  @Test
  void smolagentsModel_isTheRequestedOne() {
    AgentSpan call =
        span("OpenAIModel.generate")
            .scope("openinference.instrumentation.smolagents")
            .with("openinference.span.kind", "LLM")
            .with("llm.model_name", "gpt-4o-mini")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("smolagents");
    assertThat(call.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openinference.instrumentation.openai_agents",
        "@arizeai/openinference-instrumentation-openai-agents"
      })
  void handOver_isNoToolCall(String scope) {
    AgentSpan handOver =
        span("handoff to docs_agent")
            .scope(scope)
            .with("openinference.span.kind", "TOOL")
            .normalised();
    AgentSpan tool =
        span("handoff_ticket")
            .scope(scope)
            .with("openinference.span.kind", "TOOL")
            .with("tool.name", "handoff_ticket")
            .normalised();

    assertThat(handOver.toolUse().counts()).isFalse();
    assertThat(tool.toolUse().counts()).isTrue();
  }

  @Test
  void dspysTool_isNamedBeforeItsMethod() {
    AgentSpan tool =
        span("get_weather.__call__")
            .scope("openinference.instrumentation.dspy")
            .with("openinference.span.kind", "TOOL")
            .normalised();

    assertThat(tool.toolUse().name()).isEqualTo("get_weather");
  }

  @Test
  void beeAisEvent_isNoCall_andItsCacheIsInTheMetadata() {
    AgentSpan event =
        span("error")
            .scope("openinference.instrumentation.beeai")
            .with("openinference.span.kind", "TOOL")
            .with("metadata.path", "tool.custom.search_docs.error")
            .normalised();
    AgentSpan call =
        span("OpenAIChatModel")
            .scope("openinference.instrumentation.beeai")
            .with("openinference.span.kind", "LLM")
            .with("llm.token_count.prompt", 120)
            .with("llm.token_count.completion", 30)
            .with("metadata.usage.cached_prompt_tokens", "20")
            .normalised();

    assertThat(event.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
    assertThat(event.toolUse()).isEqualTo(AgentSpan.ToolUse.NONE);
    assertThat(call.modelCall().usage().cacheReadTokens()).isEqualTo(20L);
  }

  @Test
  void detailsOfTheAnswersOwnUsage_areReadWhereNoKeyHasThem() {
    AgentSpan call =
        openInference("LLM")
            .with("llm.token_count.prompt", 120)
            .with("llm.token_count.completion", 30)
            .with(
                "output.value",
                "{\"usage\":{\"prompt_tokens_details\":{\"cached_tokens\":20},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":10}}}")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
  }
}
