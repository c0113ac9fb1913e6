// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenHandsTest {
  private static SpanFixture openHands(String name, String type) {
    return span(name)
        .scope("lmnr.tracer")
        .with("lmnr.span.type", type)
        .with("lmnr.span.path", List.of("conversation", name))
        .with("lmnr.association.properties.session_id", "11110000-0000-4000-8000-000000000001")
        .with("lmnr.association.properties.user_id", "user-42");
  }

  @Test
  void outerModelSpan_hasTheCost_innerTheTokens_bothTheCache() {
    AgentSpan outer =
        openHands("llm.openai/gpt-4o-mini", "LLM")
            .with("gen_ai.usage.cost", 3.45e-05)
            .with("gen_ai.usage.cache_read_input_tokens", 20)
            .normalised();
    AgentSpan inner =
        openHands("litellm.completion", "LLM")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.cache_read_input_tokens", 20)
            .normalised();

    assertThat(outer.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(outer.modelCall().usage())
        .isEqualTo(new TokenUsage(null, null, 20L, null, null, null));
    assertThat(outer.modelCall().emitterCostPicoUsd()).isEqualTo(34_500_000L);
    assertThat(outer.modelCall().requestModel()).isEmpty();
    assertThat(inner.modelCall().usage())
        .isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, null));
    assertThat(inner.modelCall().emitterCostPicoUsd()).isNull();
    assertThat(inner.meaning().dialect()).isEqualTo("openhands");
  }

  @Test
  void toolsFailure_isInItsOutput() {
    AgentSpan failed =
        tool("{\"content\":[{\"type\":\"text\",\"text\":\"no such file\"}],\"is_error\":true}");
    AgentSpan exited = tool("{\"content\":[],\"is_error\":false,\"exit_code\":3}");
    AgentSpan fine = tool("{\"content\":[],\"is_error\":false,\"exit_code\":0}");
    AgentSpan silent = tool("{\"content\":[],\"is_error\":false,\"exit_code\":null}");

    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.outcome().statusMessage()).isEqualTo("no such file");
    assertThat(failed.outcome().errorType()).isEqualTo("is_error");
    assertThat(exited.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(exited.outcome().errorType()).isEqualTo("exit_code");
    assertThat(fine.outcome().status()).isEqualTo(SpanStatus.UNSET);
    assertThat(silent.outcome().status()).isEqualTo(SpanStatus.UNSET);
  }

  private static AgentSpan tool(String output) {
    return openHands("TerminalAction", "TOOL")
        .with("lmnr.association.properties.metadata.tool_call_id", "call_1")
        .with("lmnr.span.output", output)
        .normalised();
  }

  @Test
  void tool_isKnownByItsCall() {
    assertThat(tool("{}").toolUse())
        .isEqualTo(new AgentSpan.ToolUse("TerminalAction", "call_1", true));
  }

  @Test
  void sentMessage_isTheTurn() {
    AgentSpan turn =
        openHands("conversation.send_message", "DEFAULT")
            .with("lmnr.span.input", "{\"message\":\"Count the lines\"}")
            .normalised();
    AgentSpan step =
        openHands("agent.step", "DEFAULT").with("lmnr.span.input", "{\"a\":1}").normalised();

    assertThat(turn.meaning().turn()).isTrue();
    assertThat(turn.content().requestPreview()).isEqualTo("Count the lines");
    assertThat(step.meaning().turn()).isFalse();
    assertThat(step.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(step.content().requestPreview()).isEmpty();
  }

  @Test
  void run_isTheAgents_andTellsNoRequest() {
    AgentSpan run =
        openHands("conversation.run", "DEFAULT").with("lmnr.span.input", "{\"a\":1}").normalised();

    assertThat(run.meaning().kind()).isEqualTo(AgentSpanKind.AGENT);
    assertThat(run.content().requestPreview()).isEmpty();
  }

  @Test
  void root_carriesTheLabels() {
    AgentSpan root =
        openHands("conversation", "DEFAULT")
            .root()
            .with("lmnr.association.properties.tags", List.of("fixture", "nightly"))
            .with("lmnr.association.properties.metadata.deployment", "staging")
            .with("lmnr.association.properties.metadata.tool_call_id", "call_1")
            .with("conversation.tags.team", "search")
            .normalised();

    assertThat(root.tags())
        .containsOnly(
            Map.entry("fixture", ""),
            Map.entry("nightly", ""),
            Map.entry("deployment", "staging"),
            Map.entry("team", "search"));
    assertThat(root.identity())
        .isEqualTo(new AgentSpan.Identity("11110000-0000-4000-8000-000000000001", "user-42", ""));
  }

  @Test
  void otherProgramsOfLaminarsSdk_areNotOpenHands() {
    AgentSpan span =
        span("answer")
            .scope("lmnr.tracer")
            .with("lmnr.span.type", "DEFAULT")
            .with("lmnr.span.path", List.of("answer"))
            .normalised();

    assertThat(span.meaning().dialect()).isEqualTo("laminar");
    assertThat(span.meaning().turn()).isFalse();
  }

  @Test
  void subAgent_isInTheSessionOfWhoSentIt_andNoTurn() {
    AgentSpan sent =
        openHands("conversation.send_message", "DEFAULT")
            .with("lmnr.association.properties.metadata.is_delegate", true)
            .with("lmnr.association.properties.metadata.parent_session_id", "the-users")
            .normalised();

    assertThat(sent.identity().sessionId()).isEqualTo("the-users");
    assertThat(sent.meaning().turn()).isFalse();
    assertThat(sent.meaning().notTurn()).isTrue();
    assertThat(sent.tags()).isEmpty();
  }
}
