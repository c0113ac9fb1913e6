// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;

class PydanticAiTest {
  @Test
  void modelCall_repeatsItsCacheUnderTwoKeys() {
    AgentSpan call =
        span("chat gpt-4o-mini")
            .scope("pydantic-ai")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.cache_read.input_tokens", 20)
            .with("gen_ai.usage.details.cache_read_tokens", 20)
            .with("gen_ai.usage.details.reasoning_tokens", 10)
            .with("operation.cost", 3.45e-05)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("pydantic-ai");
    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(34_500_000L);
  }

  @Test
  void logfiresStream_isOneCall_withTheProvidersCounts() {
    SpanFixture request =
        span("Chat Completion with {request_data[model]!r}")
            .scope("logfire.openai")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("logfire.span_type", "span");
    AgentSpan answer =
        span("streaming response from {request_data[model]!r} took {duration:.2f}s")
            .scope("logfire.openai")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("logfire.span_type", "log")
            .with("logfire.level_num", 9)
            .with("gen_ai.usage.input_tokens", 1244)
            .with("gen_ai.usage.output_tokens", 54)
            .with(
                "gen_ai.usage.raw",
                "{\"prompt_tokens_details\":{\"cached_tokens\":204},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":9}}")
            .normalised();

    assertThat(request.normalised().meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(request.with("logfire.level_num", 17).normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.LLM);
    assertThat(answer.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(answer.modelCall().usage())
        .isEqualTo(new TokenUsage(1244L, 54L, 204L, null, null, 9L));
  }

  @Test
  void agent_hasTheRunsUsage_andTheUserInItsLabels() {
    AgentSpan agent =
        span("invoke_agent travel_agent")
            .scope("pydantic-ai")
            .with("gen_ai.operation.name", "invoke_agent")
            .with("gen_ai.agent.name", "travel_agent")
            .with("gen_ai.conversation.id", "sess-1")
            .with("gen_ai.aggregated_usage.input_tokens", 540)
            .with("final_result", "Bring an umbrella.")
            .with("metadata", "{\"user_id\":\"user-42\",\"team\":\"search\"}")
            .normalised();

    assertThat(agent.meaning().kind()).isEqualTo(AgentSpanKind.AGENT);
    assertThat(agent.modelCall().usage().inputTokens()).isEqualTo(540L);
    assertThat(agent.identity())
        .isEqualTo(new AgentSpan.Identity("sess-1", "user-42", "travel_agent"));
    assertThat(agent.content().responsePreview()).isEqualTo("Bring an umbrella.");
    assertThat(agent.tags()).containsEntry("team", "search");
  }

  @Test
  void pendingSpan_yieldsToTheRealOne() {
    AgentSpan pending =
        span("agent run")
            .scope("pydantic-ai")
            .with("logfire.span_type", "pending_span")
            .normalised();

    assertThat(pending.meaning().completeness()).isZero();
  }

  private static SpanFixture call() {
    return span("chat gpt-4o-mini")
        .scope("pydantic-ai")
        .with("gen_ai.operation.name", "chat")
        .with("gen_ai.request.model", "gpt-4o-mini");
  }

  @Test
  void streamWithoutAnyAnswer_hasFailed() {
    String empty = "[{\"role\":\"assistant\",\"parts\":[]}]";
    AgentSpan failed = call().with("gen_ai.output.messages", empty).normalised();
    AgentSpan untold = call().normalised();
    AgentSpan answered =
        call()
            .with("gen_ai.output.messages", empty)
            .with("gen_ai.usage.output_tokens", 0)
            .normalised();

    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.outcome().errorType()).isEqualTo("no_response");
    assertThat(untold.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(answered.outcome().status()).isEqualTo(SpanStatus.UNSET);
  }

  @Test
  void whatLogfireScrubbed_isAbsent() {
    AgentSpan root =
        span("desk turn {t}")
            .scope("logfire")
            .with("logfire.span_type", "span")
            .with("session.id", "[Scrubbed due to 'session']")
            .with("user.id", "user-42")
            .normalised();

    assertThat(root.identity()).isEqualTo(new AgentSpan.Identity("", "user-42", ""));
  }

  @Test
  void openAiAgentsByLogfire_areAgentsToolsAndCalls() {
    AgentSpan tool = agents("Function: {name}").with("name", "get_weather").normalised();
    AgentSpan failed =
        agents("Responses API with {gen_ai.request.model!r}")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("logfire.level_num", 17)
            .normalised();

    assertThat(tool.meaning().dialect()).isEqualTo("logfire-openai-agents");
    assertThat(tool.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
    assertThat(tool.toolUse().name()).isEqualTo("get_weather");
    assertThat(agents("Agent run: {name!r}").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.AGENT);
    assertThat(failed.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(agents("OpenAI Agents trace: {name}").with("group_id", "g1").normalised().identity())
        .isEqualTo(new AgentSpan.Identity("g1", "", ""));
  }

  @Test
  void groupOfAnotherSpan_isNoSession() {
    AgentSpan own =
        span("import {group_id}")
            .scope("logfire")
            .with("logfire.span_type", "span")
            .with("group_id", "7")
            .normalised();

    assertThat(own.identity().sessionId()).isEmpty();
  }

  private static SpanFixture agents(String name) {
    return span(name)
        .scope("logfire.openai_agents")
        .with("logfire.span_type", "span")
        .with("gen_ai.system", "openai");
  }
}
