// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.schemas.WireEncoding;
import io.millrace.schemas.registry.SchemaCoder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cutting and putting together gives the request again, whatever its shape. */
class CutPropertyTest {
  private static final int MAX_RECORD_BYTES = 16 << 10;
  private static final int MAX_SPAN_BYTES = 1 << 20;
  private static final Tenant TENANT = new Tenant("team-a", "7", true);
  private static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:00.123456789Z");

  private final SchemaCoder coder = new SchemaCoder(new FakeSchemaRegistry());
  private final RequestTranslator translator =
      new RequestTranslator(coder, MAX_SPAN_BYTES, MAX_RECORD_BYTES);

  /** An item with all that it was sent under, as protobuf's own parser sees it. */
  private record Sent(
      Message resource, String resourceUrl, Message scope, String scopeUrl, ByteString item) {}

  static LongStream seeds() {
    return LongStream.range(1, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void traces_unionOfRecordsIsTheRequest(long seed) throws Exception {
    ExportTraceServiceRequest request = new RandomRequests(seed).traces();
    List<Sent> sent = new ArrayList<>();
    request
        .getResourceSpansList()
        .forEach(
            resource ->
                resource
                    .getScopeSpansList()
                    .forEach(
                        scope ->
                            scope
                                .getSpansList()
                                .forEach(
                                    span ->
                                        sent.add(
                                            new Sent(
                                                resource.getResource(),
                                                resource.getSchemaUrl(),
                                                scope.getScope(),
                                                scope.getSchemaUrl(),
                                                span.toByteString())))));

    CutRequest cut = cut(Signal.TRACES, request);

    assertThat(union(cut)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(cut.receivedItems()).isEqualTo(sent.size());
    assertOneTracePerRecord(cut);
    assertOrderWithinTraces(cut, sent);
    assertSizes(cut);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void logs_unionOfRecordsIsTheRequest(long seed) throws Exception {
    ExportLogsServiceRequest request = new RandomRequests(seed).logs();
    List<Sent> sent = new ArrayList<>();
    request
        .getResourceLogsList()
        .forEach(
            resource ->
                resource
                    .getScopeLogsList()
                    .forEach(
                        scope ->
                            scope
                                .getLogRecordsList()
                                .forEach(
                                    log ->
                                        sent.add(
                                            new Sent(
                                                resource.getResource(),
                                                "",
                                                scope.getScope(),
                                                "",
                                                log.toByteString())))));

    CutRequest cut = cut(Signal.LOGS, request);

    assertThat(union(cut)).containsExactlyInAnyOrderElementsOf(sent);
    for (OutgoingRecord record : cut.records()) {
      String id = id(record);
      for (ByteBuffer item : items(record)) {
        String traceId = hex(LogRecord.parseFrom(item.duplicate()).getTraceId());
        assertThat(id).hasSize(traceId.isEmpty() ? 16 : 32).startsWith(traceId);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void metrics_unionOfRecordsIsTheRequest(long seed) throws Exception {
    ExportMetricsServiceRequest request = new RandomRequests(seed).metrics();
    List<Sent> sent = new ArrayList<>();
    request
        .getResourceMetricsList()
        .forEach(
            resource ->
                resource
                    .getScopeMetricsList()
                    .forEach(
                        scope ->
                            scope
                                .getMetricsList()
                                .forEach(
                                    metric ->
                                        sent.add(
                                            new Sent(
                                                resource.getResource(),
                                                "",
                                                scope.getScope(),
                                                "",
                                                metric.toByteString())))));

    CutRequest cut = cut(Signal.METRICS, request);

    assertThat(union(cut)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(cut.records()).allSatisfy(record -> assertThat(id(record)).hasSize(16));
  }

  private CutRequest cut(Signal signal, Message request) throws MalformedRequestException {
    return translator.translate(
        new RequestTranslator.Export(
            signal, WireEncoding.PROTOBUF, request.toByteArray(), TENANT, RECEIVED),
        bytes -> {});
  }

  private List<Sent> union(CutRequest cut) throws Exception {
    List<Sent> union = new ArrayList<>();
    for (OutgoingRecord record : cut.records()) {
      OtlpEnvelope envelope = envelope(record);
      int items = 0;
      for (ScopeGroup group : envelope.getGroups()) {
        for (ByteBuffer item : group.getItems()) {
          items++;
          union.add(
              new Sent(
                  io.opentelemetry.proto.resource.v1.Resource.parseFrom(group.getResource()),
                  group.getResourceSchemaUrl(),
                  io.opentelemetry.proto.common.v1.InstrumentationScope.parseFrom(group.getScope()),
                  group.getScopeSchemaUrl(),
                  ByteString.copyFrom(item)));
        }
      }
      assertThat(envelope.getItemCount()).isEqualTo(items).isEqualTo(record.itemCount());
    }
    return union;
  }

  private void assertOneTracePerRecord(CutRequest cut) throws Exception {
    for (OutgoingRecord record : cut.records()) {
      for (ByteBuffer item : items(record)) {
        assertThat(hex(Span.parseFrom(item.duplicate()).getTraceId())).isEqualTo(id(record));
      }
    }
  }

  private void assertOrderWithinTraces(CutRequest cut, List<Sent> sent) throws Exception {
    Map<String, List<ByteString>> expected = new HashMap<>();
    for (Sent one : sent) {
      expected.computeIfAbsent(traceOf(one.item()), id -> new ArrayList<>()).add(one.item());
    }
    Map<String, List<ByteString>> actual = new HashMap<>();
    for (OutgoingRecord record : cut.records()) {
      for (ByteBuffer item : items(record)) {
        actual.computeIfAbsent(id(record), id -> new ArrayList<>()).add(ByteString.copyFrom(item));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static void assertSizes(CutRequest cut) {
    for (OutgoingRecord record : cut.records()) {
      assertThat(record.bytes() <= MAX_RECORD_BYTES || record.itemCount() == 1)
          .as("%d bytes, %d items", record.bytes(), record.itemCount())
          .isTrue();
    }
  }

  private List<ByteBuffer> items(OutgoingRecord record) throws Exception {
    List<ByteBuffer> items = new ArrayList<>();
    envelope(record).getGroups().forEach(group -> items.addAll(group.getItems()));
    return items;
  }

  private OtlpEnvelope envelope(OutgoingRecord record) throws Exception {
    return coder.decode(record.value(), OtlpEnvelope.class);
  }

  private static String id(OutgoingRecord record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    assertThat(key).startsWith(TENANT.workspace() + '\0');
    return key.substring(TENANT.workspace().length() + 1);
  }

  private static String traceOf(ByteString span) throws InvalidProtocolBufferException {
    return hex(Span.parseFrom(span).getTraceId());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
