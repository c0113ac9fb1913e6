// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestCutterTest {
  private static final ByteString TRACE_ID = ByteString.copyFrom(new byte[16], 0, 15).concat(one());
  private static final ByteString SPAN_ID = ByteString.copyFrom(new byte[7]).concat(one());
  private static final Span SPAN =
      Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).setName("chat").build();

  @Test
  void request_withoutBytes_hasNoItems() throws Exception {
    assertThat(cut(new byte[0])).isEmpty();
  }

  @Test
  void resource_afterItsItems_isFound() throws Exception {
    Resource resource = resource("late");
    byte[] scopes =
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(SPAN))
            .setSchemaUrl("url")
            .build()
            .toByteArray();
    byte[] late = ResourceSpans.newBuilder().setResource(resource).build().toByteArray();

    List<CutItem> items = cut(request(join(scopes, late)));

    assertThat(items).hasSize(1);
    assertThat(Resource.parseFrom(items.get(0).scope().resource.resource)).isEqualTo(resource);
    assertThat(items.get(0).scope().resource.schemaUrl).isEqualTo("url");
  }

  @Test
  void resource_sentTwice_isMergedAsProtobufDoes() throws Exception {
    byte[] body =
        request(
            join(
                ResourceSpans.newBuilder().setResource(resource("a")).build().toByteArray(),
                ResourceSpans.newBuilder()
                    .setResource(resource("b"))
                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(SPAN))
                    .build()
                    .toByteArray()));

    List<CutItem> items = cut(body);

    assertThat(Resource.parseFrom(items.get(0).scope().resource.resource))
        .isEqualTo(ExportTraceServiceRequest.parseFrom(body).getResourceSpans(0).getResource());
  }

  @Test
  void unknownFields_areSteppedOver() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                1000,
                UnknownFieldSet.Field.newBuilder()
                    .addVarint(5)
                    .addFixed32(6)
                    .addFixed64(7)
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .addGroup(UnknownFieldSet.getDefaultInstance())
                    .build())
            .build();
    Span span = SPAN.toBuilder().setUnknownFields(unknown).build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .setUnknownFields(unknown)
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setUnknownFields(unknown)
                    .addScopeSpans(
                        ScopeSpans.newBuilder().setUnknownFields(unknown).addSpans(span)))
            .build();

    byte[] body = request.toByteArray();
    CutItem item = cut(body).get(0);

    assertThat(Span.parseFrom(item.bytes(body))).isEqualTo(span);
    assertThat(item.ids()).isEqualTo(new CutItem.Ids(0, 1, true, true));
  }

  @Test
  void traceId_sentTwice_isTheLast() throws Exception {
    byte[] first = Span.newBuilder().setTraceId(TRACE_ID).build().toByteArray();
    byte[] second =
        Span.newBuilder().setTraceId(ByteString.copyFromUtf8("short")).build().toByteArray();

    CutItem item = cut(requestOfSpan(join(first, second))).get(0);

    assertThat(item.ids().hasTrace()).isFalse();
  }

  @Test
  void ids_allZeroOrOfAnotherLength_areNone() throws Exception {
    Span zero =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(new byte[16]))
            .setSpanId(ByteString.copyFrom(new byte[8]))
            .build();
    Span odd = Span.newBuilder().setTraceId(SPAN_ID).setSpanId(TRACE_ID).build();

    for (Span span : List.of(zero, odd, Span.getDefaultInstance())) {
      assertThat(cut(requestOfSpan(span.toByteArray())).get(0).ids()).isEqualTo(CutItem.Ids.NONE);
    }
  }

  @Test
  void request_truncatedAnywhere_isMalformed() {
    byte[] body = requestOfSpan(SPAN.toByteArray());

    for (int length = 1; length < body.length; length++) {
      byte[] truncated = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> cut(truncated))
          .as("first %d of %d bytes", length, body.length)
          .isInstanceOf(MalformedRequestException.class);
    }
  }

  @Test
  void request_thatIsText_isMalformed() {
    assertThatThrownBy(() -> cut("{\"resourceSpans\":[]}".getBytes(UTF_8)))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("not an OTLP protobuf request");
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private static List<CutItem> cut(byte[] body) throws MalformedRequestException {
    return RequestCutter.cut(Signal.TRACES, body, bytes -> {});
  }

  private static byte[] requestOfSpan(byte[] span) {
    return request(field(2, field(2, span)));
  }

  private static byte[] request(byte[] resourceSpans) {
    return field(1, resourceSpans);
  }

  private static byte[] field(int number, byte[] message) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(message))
                .build())
        .build()
        .toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static Resource resource(String key) {
    return Resource.newBuilder().addAttributes(KeyValue.newBuilder().setKey(key)).build();
  }

  private static ByteString one() {
    return ByteString.copyFrom(new byte[] {1});
  }

  @Test
  void item_keepsItsBytesAsSent() throws IOException, MalformedRequestException {
    // Fields out of their order: parsing and writing again would sort them.
    byte[] span =
        join(
            Span.newBuilder().setName("late ids").build().toByteArray(),
            Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).build().toByteArray());
    byte[] body = requestOfSpan(span);

    CutItem item = cut(body).get(0);

    byte[] kept = new byte[item.length()];
    item.bytes(body).get(kept);
    assertThat(kept).isEqualTo(span);
    assertThat(Span.parseFrom(span).toByteArray()).isNotEqualTo(span);
  }
}
