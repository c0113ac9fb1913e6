// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.AnsweredTool;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteLlmTest {
  private static SpanFixture call() {
    return span("turn")
        .scope("litellm")
        .with("gen_ai.operation.name", "chat")
        .with("gen_ai.request.model", "claude-sonnet-4-5")
        .with("gen_ai.system", "anthropic")
        .with("llm.user", "user-42")
        .with("metadata.user_api_key_user_id", "")
        .with("gen_ai.usage.input_tokens", 120)
        .with("gen_ai.usage.output_tokens", 30);
  }

  @Test
  void cacheAndReasoning_areInAPythonLiteral() {
    AgentSpan span =
        call()
            .with(
                "metadata.usage_object",
                "{'completion_tokens': 30, 'prompt_tokens': 120, 'completion_tokens_details': "
                    + "{'reasoning_tokens': 10, 'text_tokens': 20}, 'prompt_tokens_details': "
                    + "{'audio_tokens': None, 'cached_tokens': 20}, 'cache_creation_input_tokens': 5}")
            .with("gen_ai.cost.total_cost", 3.45e-05)
            .with("gen_ai.cost.input_cost", 1.6499999999999998e-05)
            .with("gen_ai.cost.output_cost", 1.8e-05)
            .normalised();

    assertThat(span.meaning().dialect()).isEqualTo("litellm");
    assertThat(span.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, 5L, null, 10L));
    assertThat(span.modelCall().emitterCostPicoUsd()).isEqualTo(34_500_000L);
    assertThat(span.modelCall().emitterInputCostPicoUsd()).isEqualTo(16_500_000L);
    assertThat(span.modelCall().emitterOutputCostPicoUsd()).isEqualTo(18_000_000L);
    assertThat(span.identity().userId()).isEqualTo("user-42");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.4", "0, 0", "0.8, -1", "1e9, 0"})
  void costInPartsThatDoNotFit_isToldAsAWhole(double input, double output) {
    AgentSpan span =
        call()
            .with("gen_ai.cost.total_cost", 0.8)
            .with("gen_ai.cost.input_cost", input)
            .with("gen_ai.cost.output_cost", output)
            .normalised();

    assertThat(span.modelCall().emitterCostPicoUsd()).isEqualTo(800_000_000_000L);
    assertThat(span.modelCall().emitterInputCostPicoUsd()).isNull();
    assertThat(span.modelCall().emitterOutputCostPicoUsd()).isNull();
  }

  @Test
  void literalThatIsNone_isNotReported() {
    AgentSpan span = call().with("metadata.usage_object", "Usage(prompt_tokens=120)").normalised();

    assertThat(span.modelCall().usage())
        .isEqualTo(new TokenUsage(120L, 30L, null, null, null, null));
  }

  @Test
  void requestedTools_areFlattened() {
    AgentSpan span =
        call()
            .with("gen_ai.output.messages", "[{\"role\": \"assistant\", \"parts\": []}]")
            .with("gen_ai.completion.0.function_call.name", "get_weather")
            .with("gen_ai.completion.0.function_call.arguments", "{\"city\": \"Paris\"}")
            .normalised();

    assertThat(span.modelCall().requestedTools())
        .containsExactly(new RequestedTool("", "get_weather"));
  }

  @Test
  void executedTools_areTheResultsSinceTheLastAnswer() {
    AgentSpan span =
        call()
            .with(
                "gen_ai.input.messages",
                """
                [{"role": "assistant", "parts": [], "tool_calls": [{"id": "c1", "function": {"name": "old"}}]},
                 {"role": "tool", "parts": [{"type": "text", "content": "1"}], "tool_call_id": "c1"},
                 {"role": "assistant", "parts": [], "tool_calls": [
                   {"id": "c2", "function": {"name": "get_weather"}},
                   {"id": "c3", "function": {"name": "search_docs"}},
                   {"id": "c4", "function": {"name": "never_answered"}}]},
                 {"role": "tool", "parts": [{"type": "text", "content": "2"}], "tool_call_id": "c2"},
                 {"role": "tool", "parts": [{"type": "text", "content": "3"}], "tool_call_id": "c3"},
                 {"role": "user", "parts": [{"type": "text", "content": "go on"}]}]
                """)
            .normalised();

    assertThat(span.modelCall().answeredTools())
        .containsExactly(
            new AnsweredTool("c2", "get_weather", false),
            new AnsweredTool("c3", "search_docs", false));
  }

  @Test
  void rawRequestBelow_isNoCall() {
    AgentSpan raw =
        span("turn")
            .scope("litellm")
            .with("llm.openai.model", "gpt-4o-mini")
            .with("llm.openai.usage", "{'prompt_tokens': 120}")
            .normalised();

    assertThat(raw.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
    assertThat(raw.modelCall()).isEqualTo(AgentSpan.ModelCall.NONE);
  }
}
