// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MastraTest {
  private static SpanFixture mastra(String type) {
    return span(type)
        .scope("@mastra/otel-exporter")
        .with("mastra.span.type", type)
        .with("mastra.metadata.sessionId", "sess-1")
        .with("mastra.metadata.userId", "alice")
        .status(Status.StatusCode.STATUS_CODE_OK, "");
  }

  @ParameterizedTest
  @CsvSource({
    "agent_run, AGENT",
    "model_generation, CHAIN",
    "model_step, CHAIN",
    "model_inference, LLM",
    "model_chunk, SPAN",
    "tool_call, TOOL",
    "mcp_tool_call, TOOL"
  })
  void type_tellsTheKind(String type, AgentSpanKind kind) {
    assertThat(mastra(type).normalised().meaning().kind()).isEqualTo(kind);
  }

  @Test
  void generationWithTokens_isTheCallOfOlderExporters() {
    AgentSpan old = mastra("model_generation").with("gen_ai.usage.input_tokens", 12).normalised();

    assertThat(old.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
  }

  @Test
  void inference_hasTheTokens_andTheInstantOfItsFirst() {
    AgentSpan call =
        mastra("model_inference")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.provider.name", "openai")
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 51)
            .with("gen_ai.usage.reasoning_tokens", 6)
            .with("gen_ai.usage.cache_read.input_tokens", 201)
            .with("gen_ai.response.finish_reasons", "[\"tool-calls\"]")
            .with(
                "mastra.completion_start_time",
                Instant.ofEpochSecond(0, SpanFixture.START_NANOS).plusMillis(25).toString())
            .normalised();

    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(25_000_000L);
    assertThat(call.outcome().finishReason()).isEqualTo("tool_calls");
    assertThat(call.outcome().status()).isEqualTo(SpanStatus.OK);
    assertThat(call.identity()).isEqualTo(new AgentSpan.Identity("sess-1", "alice", ""));
  }

  @Test
  void failedInference_saysOk() {
    AgentSpan call =
        mastra("model_inference")
            .with("gen_ai.response.finish_reasons", "[\"error\"]")
            .normalised();

    assertThat(call.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(call.outcome().errorType()).isEqualTo("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "soon"})
  void implausibleInstant_isNotReported(String instant) {
    AgentSpan call =
        mastra("model_inference").with("mastra.completion_start_time", instant).normalised();

    assertThat(call.modelCall().timeToFirstTokenNanos()).isNull();
  }
}
