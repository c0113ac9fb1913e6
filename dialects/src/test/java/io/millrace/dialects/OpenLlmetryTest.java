// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import org.junit.jupiter.api.Test;

class OpenLlmetryTest {
  @Test
  void modelCall_hasItsIdentityInTheAssociation() {
    AgentSpan call =
        span("openai.chat")
            .scope("opentelemetry.instrumentation.openai.v1")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.provider.name", "openai")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("traceloop.association.properties.session_id", "sess-1")
            .with("traceloop.association.properties.user_id", "user-42")
            .with("traceloop.association.properties.team", "search")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.cache_read.input_tokens", 20)
            .with("gen_ai.usage.reasoning_tokens", 10)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("openllmetry");
    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
    assertThat(call.identity()).isEqualTo(new AgentSpan.Identity("sess-1", "user-42", ""));
    assertThat(call.tags()).containsOnlyKeys("team");
  }

  @Test
  void gemini_leavesItsThoughtsToTheTotal() {
    AgentSpan call =
        span("generate_content gemini-2.5-flash")
            .scope("opentelemetry.instrumentation.google_generativeai")
            .with("gen_ai.operation.name", "generate_content")
            .with("gen_ai.request.model", "gemini-2.5-flash")
            .with("gen_ai.usage.input_tokens", 1222)
            .with("gen_ai.usage.cache_read.input_tokens", 202)
            .with("gen_ai.usage.output_tokens", 45)
            .with("gen_ai.usage.total_tokens", 1274)
            .normalised();

    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1222L, 52L, 202L, null, null, 7L));
    assertThat(call.meaning().usageRule()).isEqualTo("openllmetry/gemini");
  }

  @Test
  void association_isReadOnOtherInstrumentationsToo() {
    AgentSpan call =
        span("chat gpt-4o-mini")
            .scope("opentelemetry.instrumentation.openai_v2")
            .with("gen_ai.operation.name", "chat")
            .with("traceloop.association.properties.session_id", "sess-1")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("otel-genai");
    assertThat(call.identity().sessionId()).isEqualTo("sess-1");
  }

  @Test
  void tool_isAnEntity_withItsTextsInQuotes() {
    AgentSpan tool =
        span("get_weather.tool")
            .scope("@traceloop/node-server-sdk")
            .with("traceloop.span.kind", "tool")
            .with("traceloop.entity.name", "get_weather")
            .with("traceloop.entity.output", "\"It \\\"rains\\\".\"")
            .normalised();

    assertThat(tool.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "", true));
    assertThat(tool.content().output()).isEqualTo("It \"rains\".");
  }

  @Test
  void makingAnAgent_isNoRun() {
    AgentSpan span =
        span("create_agent travel_agent")
            .scope("opentelemetry.instrumentation.langchain")
            .with("gen_ai.operation.name", "create_agent")
            .normalised();

    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
  }

  @Test
  void stepOfLlamaIndexThatRunsATool_isTheToolsCall() {
    AgentSpan tool =
        span("BaseWorkflowAgent.task")
            .scope("opentelemetry.instrumentation.llamaindex")
            .with("traceloop.span.kind", "task")
            .with("traceloop.entity.name", "BaseWorkflowAgent.task")
            .with("tool.name", "search_docs")
            .with(
                "traceloop.entity.output",
                "{\"tool_id\":\"call_1\",\"tool_output\":{\"is_error\":true}}")
            .normalised();

    assertThat(tool.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("search_docs", "call_1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
  }
}
