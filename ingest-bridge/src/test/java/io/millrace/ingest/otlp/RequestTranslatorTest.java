// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.millrace.schemas.registry.SchemaCoder;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTranslatorTest {
  private static final int MAX_SPAN_BYTES = 100_000;
  private static final int MAX_RECORD_BYTES = 20_000;
  private static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:00.123456789Z");

  private final SchemaCoder coder = new SchemaCoder(new FakeSchemaRegistry());
  private final RequestTranslator translator =
      new RequestTranslator(coder, MAX_SPAN_BYTES, MAX_RECORD_BYTES);

  @Test
  void envelope_saysWhoseItIsAndWhenItCame() throws Exception {
    CutRequest cut = translate(new Tenant("team-a", "7", true), span(1, 1, 10));

    OutgoingRecord record = cut.records().get(0);
    OtlpEnvelope envelope = coder.decode(record.value(), OtlpEnvelope.class);
    assertThat(envelope.getWorkspace()).isEqualTo("team-a");
    assertThat(envelope.getExperimentId()).isEqualTo("7");
    assertThat(envelope.getExperimentExplicit()).isTrue();
    assertThat(envelope.getReceivedTimeUnixNano()).isEqualTo(1_795_255_200_123_456_789L);
    assertThat(envelope.getEncoding()).isEqualTo(WireEncoding.PROTOBUF);
    assertThat(record.topic()).isEqualTo("otlp.spans.v1");
    assertThat(record.timestampMillis()).isEqualTo(1_795_255_200_123L);
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("team-a\u000000000000000000000000000000000001");
  }

  @Test
  void bridgeSequence_countsRecordsOfOneLife() throws Exception {
    List<OutgoingRecord> records = new ArrayList<>();
    records.addAll(translate(span(1, 1, 10), span(2, 2, 10)).records());
    records.addAll(translate(span(1, 3, 10)).records());

    List<Long> sequences = new ArrayList<>();
    List<String> instances = new ArrayList<>();
    for (OutgoingRecord record : records) {
      OtlpEnvelope envelope = coder.decode(record.value(), OtlpEnvelope.class);
      sequences.add(envelope.getBridgeSequence());
      instances.add(envelope.getBridgeInstance());
    }
    assertThat(sequences).containsExactly(0L, 1L, 2L);
    assertThat(instances).containsOnly(instances.get(0));
  }

  @Test
  void spansOfOneTrace_beyondARecord_areSplit() throws Exception {
    CutRequest cut = translate(span(1, 1, 9_000), span(1, 2, 9_000), span(1, 3, 9_000));

    assertThat(cut.records()).extracting(OutgoingRecord::itemCount).containsExactly(2, 1);
    assertThat(cut.records()).allMatch(record -> record.bytes() <= MAX_RECORD_BYTES);
  }

  @Test
  void span_largerThanARecord_travelsAlone() throws Exception {
    CutRequest cut = translate(span(1, 1, 10), span(1, 2, 50_000), span(1, 3, 10));

    assertThat(cut.records()).extracting(OutgoingRecord::itemCount).containsExactly(1, 1, 1);
    assertThat(cut.rejections().isEmpty()).isTrue();
  }

  @Test
  void span_largerThanTheLimit_isRefusedByNameAndTheRestTaken() throws Exception {
    CutRequest cut = translate(span(1, 1, 10), span(1, 2, MAX_SPAN_BYTES + 1));

    assertThat(cut.records()).extracting(OutgoingRecord::itemCount).containsExactly(1);
    assertThat(cut.rejections().itemCounts()).containsEntry(Rejections.Reason.TOO_LARGE, 1);
    assertThat(cut.rejections().message())
        .contains("1 refused: larger than max-span-bytes")
        .contains("span 'span 2' of trace 00000000000000000000000000000001");
  }

  @Test
  void resource_countsForTheSizeOfItsSpans() throws Exception {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setSchemaUrl("u".repeat(MAX_SPAN_BYTES))
                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(span(1, 1, 10))))
            .build();

    CutRequest cut = translate(Signal.TRACES, request.toByteArray(), bytes -> {});

    assertThat(cut.records()).isEmpty();
    assertThat(cut.rejections().itemCounts()).containsEntry(Rejections.Reason.TOO_LARGE, 1);
  }

  @Test
  void spans_withInvalidIds_areRefusedAndTheRestTaken() throws Exception {
    Span noTrace = span(1, 1, 10).toBuilder().clearTraceId().build();
    Span noSpan = span(1, 1, 10).toBuilder().setSpanId(ByteString.copyFrom(new byte[8])).build();

    CutRequest cut = translate(noTrace, span(1, 1, 10), noSpan, noTrace);

    assertThat(cut.receivedItems()).isEqualTo(4);
    assertThat(cut.records()).extracting(OutgoingRecord::itemCount).containsExactly(1);
    assertThat(cut.rejections().protocolCount()).isEqualTo(3);
    assertThat(cut.rejections().message())
        .isEqualTo(
            "2 refused: trace id must be 16 bytes, not all zero; "
                + "1 refused: span id must be 8 bytes, not all zero");
  }

  @Test
  void metric_largerThanTheLimit_countsItsDataPoints() throws Exception {
    Sum.Builder sum = Sum.newBuilder();
    for (int i = 0; i < 3; i++) {
      sum.addDataPoints(NumberDataPoint.newBuilder().setAsInt(i));
    }
    Metric metric =
        Metric.newBuilder()
            .setName("tokens")
            .setDescription("d".repeat(MAX_SPAN_BYTES))
            .setSum(sum)
            .build();
    ExportMetricsServiceRequest request =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
            .build();

    CutRequest cut = translate(Signal.METRICS, request.toByteArray(), bytes -> {});

    assertThat(cut.rejections().protocolCount()).isEqualTo(3);
    assertThat(cut.rejections().itemCounts()).containsEntry(Rejections.Reason.TOO_LARGE, 1);
    assertThat(cut.rejections().message()).contains("metric 'tokens'");
  }

  @Test
  void reserve_isToldEveryRecordAndMayStopTheRest() throws Exception {
    List<Long> told = new ArrayList<>();
    byte[] body = request(span(1, 1, 10), span(2, 2, 10)).toByteArray();

    CutRequest cut = translate(Signal.TRACES, body, told::add);

    assertThat(told)
        .containsExactlyElementsOf(cut.records().stream().map(OutgoingRecord::bytes).toList());
    assertThatThrownBy(
            () ->
                translate(
                    Signal.TRACES,
                    body,
                    bytes -> {
                      throw new IllegalStateException("full");
                    }))
        .hasMessage("full");
  }

  private CutRequest translate(Span... spans) throws MalformedRequestException {
    return translate(new Tenant("default", "0", false), spans);
  }

  private CutRequest translate(Tenant tenant, Span... spans) throws MalformedRequestException {
    return translator.translate(
        new RequestTranslator.Export(
            Signal.TRACES, WireEncoding.PROTOBUF, request(spans).toByteArray(), tenant, RECEIVED),
        bytes -> {});
  }

  private CutRequest translate(Signal signal, byte[] body, java.util.function.LongConsumer reserve)
      throws MalformedRequestException {
    Tenant tenant = new Tenant("default", "0", false);
    return translator.translate(
        new RequestTranslator.Export(signal, WireEncoding.PROTOBUF, body, tenant, RECEIVED),
        reserve);
  }

  private static ExportTraceServiceRequest request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }

  private static Span span(int trace, int span, int bytes) {
    byte[] traceId = new byte[16];
    traceId[15] = (byte) trace;
    byte[] spanId = new byte[8];
    spanId[7] = (byte) span;
    return Span.newBuilder()
        .setTraceId(ByteString.copyFrom(traceId))
        .setSpanId(ByteString.copyFrom(spanId))
        .setName("span " + span)
        .setTraceState("s".repeat(bytes))
        .build();
  }
}
