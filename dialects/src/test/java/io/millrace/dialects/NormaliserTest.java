// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.bytes;
import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.OtlpSpanKind;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormaliserTest {
  @Test
  void span_withoutIdentity_isUnreadable() {
    assertThatThrownBy(() -> span("x").ids(bytes(15, 1), bytes(8, 1)).normalised())
        .isInstanceOf(UnreadableSpanException.class)
        .hasMessage("trace_id must have 16 bytes, has 15");
    assertThatThrownBy(() -> span("x").ids(bytes(16, 1), bytes(0, 1)).normalised())
        .isInstanceOf(UnreadableSpanException.class)
        .hasMessage("span_id must have 8 bytes, has 0");
    assertThatThrownBy(() -> span("x").ids(bytes(16, 0), bytes(8, 1)).normalised())
        .isInstanceOf(UnreadableSpanException.class)
        .hasMessage("trace_id must not be all zero");
  }

  @Test
  void header_isWhatOtlpSays() {
    AgentSpan.Header header =
        span("GET /").kind(Span.SpanKind.SPAN_KIND_CLIENT).normalised().header();

    assertThat(header.traceId()).isEqualTo("01".repeat(16));
    assertThat(header.spanId()).isEqualTo("02".repeat(8));
    assertThat(header.parentSpanId()).isEqualTo("03".repeat(8));
    assertThat(header.otlpKind()).isEqualTo(OtlpSpanKind.CLIENT);
    assertThat(header.startTimeUnixNano()).isEqualTo(SpanFixture.START_NANOS);
    assertThat(header.serviceName()).isEqualTo("travel-agents");
    assertThat(header.scopeName()).isEqualTo("travel-app");
    assertThat(header.scopeVersion()).isEqualTo("1.0");
  }

  @Test
  void parentOfZeros_isNone() {
    assertThat(span("x").parent(bytes(8, 0)).normalised().header().parentSpanId()).isEmpty();
  }

  @Test
  void spanOfNoAgent_isSpanOfNoDialect() {
    AgentSpan other = span("GET /").with("http.route", "/").with("user.id", "user-42").normalised();

    assertThat(other.meaning().dialect()).isEmpty();
    assertThat(other.meaning().kind()).isEqualTo(AgentSpanKind.SPAN);
    assertThat(other.meaning().usageRule()).isEmpty();
    assertThat(other.modelCall()).isEqualTo(AgentSpan.ModelCall.NONE);
    assertThat(other.identity().userId()).isEqualTo("user-42");
  }

  @Test
  void unknownEmitter_withGenAiKeys_getsTheConventions() {
    AgentSpan span =
        span("call")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.usage.input_tokens", 7)
            .normalised();

    assertThat(span.meaning().dialect()).isEqualTo("otel-genai");
    assertThat(span.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(span.modelCall().usage().inputTokens()).isEqualTo(7);
    assertThat(span.modelCall().usage().outputTokens()).isNull();
  }

  @Test
  void dialects_areStackedFieldByField() {
    AgentSpan span =
        span("ChatCompletion")
            .scope("openinference.instrumentation.openai")
            .with("openinference.span.kind", "LLM")
            .with("llm.token_count.prompt", 100)
            .with("gen_ai.usage.output_tokens", 20)
            .with("lmnr.association.properties.session_id", "sess-1")
            .normalised();

    assertThat(span.meaning().dialect()).isEqualTo("openinference");
    assertThat(span.meaning().usageRule()).isEqualTo("openinference/incl");
    assertThat(span.modelCall().usage().inputTokens()).isEqualTo(100);
    assertThat(span.modelCall().usage().outputTokens()).isEqualTo(20);
    assertThat(span.identity().sessionId()).isEqualTo("sess-1");
  }

  @Test
  void sameSpan_hasTheSameMeaning_anotherHasAnotherHash() {
    AgentSpan once = span("a").with("gen_ai.system", "openai").normalised();
    AgentSpan again = span("a").with("gen_ai.system", "openai").normalised();
    AgentSpan other = span("a").with("gen_ai.system", "openaj").normalised();

    assertThat(again.meaning()).isEqualTo(once.meaning());
    assertThat(other.meaning().contentHash()).isNotEqualTo(once.meaning().contentHash());
    assertThat(once.meaning().rulesVersion()).isEqualTo(Normaliser.bundled().rulesVersion());
    assertThat(once.meaning().attributeCount()).isEqualTo(1);
  }

  @Test
  void content_keepsEverythingAsSent() {
    AnyValue map =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(KeyValue.newBuilder().setKey("a").setValue(SpanFixture.value(1.5))))
            .build();
    AgentSpan span =
        span("x")
            .with("text", "plain")
            .with("number", 7)
            .with("list", List.of("a", 1))
            .with("map", map)
            .event("note", 5, "k", "v")
            .normalised();

    assertThat(span.content().attributes())
        .containsEntry("text", "plain")
        .containsEntry("number", "7")
        .containsEntry("list", "[\"a\",1]")
        .containsEntry("map", "{\"a\":1.5}");
    assertThat(span.content().resource()).containsEntry("service.name", "travel-agents");
    assertThat(span.content().events())
        .isEqualTo(
            "[{\"name\":\"note\",\"timeUnixNano\":1795188061000000005,\"attributes\":{\"k\":\"v\"}}]");
    assertThat(span.content().links()).isEqualTo("[]");
  }

  @Test
  void identity_mayComeFromTheResource_spanFirst() {
    SpanFixture fixture = span("x").onResource("session.id", "s-resource");

    assertThat(fixture.normalised().identity().sessionId()).isEqualTo("s-resource");
    assertThat(fixture.with("session.id", "s-span").normalised().identity().sessionId())
        .isEqualTo("s-span");
  }

  @Test
  void exceptionWithoutErrorStatus_isNoFailure() {
    AgentSpan span =
        span("x").event("exception", 1, "exception.type", "GraphInterrupt").normalised();

    assertThat(span.outcome().status().name()).isEqualTo("UNSET");
    assertThat(span.outcome().errorType()).isEmpty();
  }

  @Test
  void failure_takesTypeAndMessageFromTheException() {
    AgentSpan span =
        span("x")
            .status(Status.StatusCode.STATUS_CODE_ERROR, "")
            .event("exception", 1, "exception.type", "ValueError", "exception.message", "no city")
            .normalised();

    assertThat(span.outcome().errorType()).isEqualTo("ValueError");
    assertThat(span.outcome().statusMessage()).isEqualTo("no city");
  }
}
