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

class GeminiCliTest {
  private static SpanFixture gemini(String operation) {
    return span(operation)
        .scope("gemini-cli")
        .with("gen_ai.operation.name", operation)
        .with("gen_ai.agent.name", "gemini-cli")
        .with("gen_ai.conversation.id", "2561a2c7");
  }

  @Test
  void modelCall_leavesTheThoughtsOut() {
    SpanFixture call =
        gemini("llm_call")
            .with("gen_ai.request.model", "gemini-2.5-flash")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 45);

    assertThat(call.normalised().modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 45L, null, null, null, null));
    assertThat(
            call.with("gen_ai.usage.reasoning.output_tokens", 6).normalised().modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, null, null, null, 6L));
    assertThat(call.normalised().meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.normalised().modelCall().provider()).isEqualTo("gcp.gemini");
  }

  @Test
  void tool_tellsItsFailureInItsOutput() {
    SpanFixture tool =
        gemini("tool_call")
            .with("gen_ai.tool.name", "read_file")
            .with("gen_ai.tool.call_id", "read_file_1")
            .status(Status.StatusCode.STATUS_CODE_OK, "");
    AgentSpan fine = tool.with("gen_ai.output.messages", "{\"status\":\"success\"}").normalised();
    AgentSpan failed = tool.with("gen_ai.output.messages", "{\"status\":\"error\"}").normalised();

    assertThat(fine.toolUse()).isEqualTo(new AgentSpan.ToolUse("read_file", "read_file_1", true));
    assertThat(fine.outcome().status()).isEqualTo(SpanStatus.OK);
    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
  }

  @Test
  void scheduling_isNoTool() {
    AgentSpan span = gemini("schedule_tool_calls").normalised();

    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(span.identity()).isEqualTo(new AgentSpan.Identity("2561a2c7", "", "gemini-cli"));
  }
}
