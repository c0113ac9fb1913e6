// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import com.google.protobuf.ByteString;
import io.millrace.schemas.AgentSpan;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Arrays;
import java.util.List;

/** A span as an agent would send it, to be changed by each test. */
final class SpanFixture {
  static final long START_NANOS = 1_795_188_061_000_000_000L;
  private static final Normaliser NORMALISER = Normaliser.bundled();

  private final Span.Builder span =
      Span.newBuilder()
          .setTraceId(bytes(16, 1))
          .setSpanId(bytes(8, 2))
          .setParentSpanId(bytes(8, 3))
          .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
          .setStartTimeUnixNano(START_NANOS)
          .setEndTimeUnixNano(START_NANOS + 1_000_000);

  private final Resource.Builder resource =
      Resource.newBuilder().addAttributes(keyValue("service.name", value("travel-agents")));
  private String scope = "travel-app";

  static SpanFixture span(String name) {
    SpanFixture fixture = new SpanFixture();
    fixture.span.setName(name);
    return fixture;
  }

  SpanFixture scope(String name) {
    scope = name;
    return this;
  }

  SpanFixture root() {
    span.clearParentSpanId();
    return this;
  }

  SpanFixture with(String key, Object value) {
    span.addAttributes(keyValue(key, value(value)));
    return this;
  }

  SpanFixture onResource(String key, Object value) {
    resource.addAttributes(keyValue(key, value(value)));
    return this;
  }

  SpanFixture event(String name, long afterNanos, String... attributes) {
    Span.Event.Builder event =
        Span.Event.newBuilder().setName(name).setTimeUnixNano(START_NANOS + afterNanos);
    for (int i = 0; i < attributes.length; i += 2) {
      event.addAttributes(keyValue(attributes[i], value(attributes[i + 1])));
    }
    span.addEvents(event);
    return this;
  }

  SpanFixture status(Status.StatusCode code, String message) {
    span.setStatus(Status.newBuilder().setCode(code).setMessage(message));
    return this;
  }

  SpanFixture kind(Span.SpanKind kind) {
    span.setKind(kind);
    return this;
  }

  SpanFixture ids(ByteString traceId, ByteString spanId) {
    span.setTraceId(traceId).setSpanId(spanId);
    return this;
  }

  SpanFixture parent(ByteString spanId) {
    span.setParentSpanId(spanId);
    return this;
  }

  Span build() {
    return span.build();
  }

  Resource resource() {
    return resource.build();
  }

  InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName(scope).setVersion("1.0").build();
  }

  AgentSpan normalised() {
    Span built = build();
    return NORMALISER.normalise(resource(), scope(), built, built.toByteArray());
  }

  static ByteString bytes(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return ByteString.copyFrom(bytes);
  }

  static AnyValue value(Object value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    if (value instanceof AnyValue given) {
      return given;
    } else if (value instanceof String text) {
      any.setStringValue(text);
    } else if (value instanceof Integer number) {
      any.setIntValue(number);
    } else if (value instanceof Long number) {
      any.setIntValue(number);
    } else if (value instanceof Double number) {
      any.setDoubleValue(number);
    } else if (value instanceof Boolean truth) {
      any.setBoolValue(truth);
    } else if (value instanceof List<?> list) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      list.forEach(element -> array.addValues(value(element)));
      any.setArrayValue(array);
    } else {
      throw new IllegalArgumentException("no attribute value: " + value);
    }
    return any.build();
  }

  private static KeyValue keyValue(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }
}
