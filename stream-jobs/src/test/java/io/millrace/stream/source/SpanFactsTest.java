// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.dialects.Normaliser;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.millrace.stream.trace.Arrivals;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a defect of a rule leaves out is found here, where the span can still be put aside. */
class SpanFactsTest {
  private static final OtlpEnvelope ENVELOPE =
      OtlpEnvelope.newBuilder()
          .setWorkspace("w")
          .setExperimentId("0")
          .setExperimentExplicit(false)
          .setReceivedTimeUnixNano(1)
          .setEncoding(WireEncoding.PROTOBUF)
          .setGroups(List.of())
          .setItemCount(1)
          .setBridgeInstance("test")
          .setBridgeSequence(0)
          .build();

  private final AgentSpan span = span();

  @Test
  void wholeSpan_arrives() {
    assertThat(Arrivals.fact(SpanFacts.arrival(span, 1, ENVELOPE)).getName()).isEqualTo("chat");
  }

  @Test
  void missingPreview_isRefused() {
    AgentSpan.Content told = span.content();
    AgentSpan.Content content =
        new AgentSpan.Content(
            told.input(),
            told.output(),
            told.messages(),
            told.requestPreview(),
            null,
            told.attributes(),
            told.resource(),
            told.events(),
            told.links(),
            told.raw());

    assertThatThrownBy(() -> SpanFacts.arrival(with(span.header(), content), 1, ENVELOPE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("responsePreview");
  }

  @Test
  void missingText_isRefused() {
    AgentSpan.Header told = span.header();
    AgentSpan.Header header =
        new AgentSpan.Header(
            null,
            told.spanId(),
            told.parentSpanId(),
            told.name(),
            told.otlpKind(),
            told.startTimeUnixNano(),
            told.endTimeUnixNano(),
            told.serviceName(),
            told.scopeName(),
            told.scopeVersion());

    assertThatThrownBy(() -> SpanFacts.arrival(with(header, span.content()), 1, ENVELOPE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("traceId");
  }

  private AgentSpan with(AgentSpan.Header header, AgentSpan.Content content) {
    return new AgentSpan(
        header,
        span.meaning(),
        span.outcome(),
        span.identity(),
        span.modelCall(),
        span.toolUse(),
        span.tags(),
        content);
  }

  private static AgentSpan span() {
    Span span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFromUtf8("0123456789abcdef"))
            .setSpanId(ByteString.copyFromUtf8("01234567"))
            .setName("chat")
            .build();
    return Normaliser.bundled()
        .normalise(
            Resource.getDefaultInstance(),
            InstrumentationScope.getDefaultInstance(),
            span,
            span.toByteArray());
  }
}
