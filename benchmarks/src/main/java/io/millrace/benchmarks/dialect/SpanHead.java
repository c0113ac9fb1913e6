// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * What OTLP itself says of a span.
 *
 * @param traceId 16 bytes
 * @param spanId 8 bytes
 * @param parentId 8 bytes, empty = none
 * @param startUnixNano event time
 * @param durationNanos not negative
 * @param failed whether its status is ERROR
 */
public record SpanHead(
    ByteString traceId,
    ByteString spanId,
    ByteString parentId,
    long startUnixNano,
    long durationNanos,
    boolean failed) {

  Span.Builder named(String name) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceId)
            .setSpanId(spanId)
            .setParentSpanId(parentId)
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(startUnixNano)
            .setEndTimeUnixNano(startUnixNano + durationNanos);
    if (failed) {
      span.setStatus(
          Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("timed out"));
    }
    return span;
  }
}
