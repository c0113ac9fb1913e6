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

class StrandsTest {
  private static SpanFixture strands(String operation) {
    return span(operation)
        .scope("strands.telemetry.tracer")
        .with("gen_ai.operation.name", operation)
        .with("gen_ai.system", "strands-agents")
        .status(Status.StatusCode.STATUS_CODE_OK, "");
  }

  private static SpanFixture chat(int input, int total) {
    return strands("chat")
        .with("gen_ai.request.model", "gpt-4o-mini")
        .with("gen_ai.usage.prompt_tokens", input)
        .with("gen_ai.usage.input_tokens", input)
        .with("gen_ai.usage.output_tokens", 30)
        .with("gen_ai.usage.total_tokens", total)
        .with("gen_ai.usage.cache_read.input_tokens", 20)
        .with("gen_ai.server.time_to_first_token", 696);
  }

  @Test
  void olderTool_tellsItsFailureInAStatusOfItsOwn() {
    AgentSpan tool =
        strands("execute_tool")
            .with("gen_ai.tool.name", "find")
            .with("tool.status", "error")
            .normalised();

    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
  }

  @Test
  void total_tellsWhetherTheInputHasTheCache() {
    TokenUsage expected = new TokenUsage(120L, 30L, 20L, null, null, null);

    assertThat(chat(120, 150).normalised().modelCall().usage()).isEqualTo(expected);
    assertThat(chat(100, 150).normalised().modelCall().usage()).isEqualTo(expected);
    assertThat(chat(100, 150).normalised().meaning().usageRule()).isEqualTo("strands/by-total");
  }

  @Test
  void firstToken_isInMilliseconds_andTheFrameworkNoProvider() {
    AgentSpan call = chat(120, 150).normalised();

    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(696_000_000L);
    assertThat(call.modelCall().provider()).isEqualTo("openai");
  }

  @Test
  void cycle_isAStep_andAFailedToolSaysSoInItsStatus() {
    AgentSpan tool =
        strands("execute_tool")
            .with("gen_ai.tool.name", "get_weather")
            .with("gen_ai.tool.call.id", "call_1")
            .with("gen_ai.tool.status", "error")
            .normalised();

    assertThat(strands("execute_event_loop_cycle").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.CHAIN);
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "call_1", true));
  }
}
