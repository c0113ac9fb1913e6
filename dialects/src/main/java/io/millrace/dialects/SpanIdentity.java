// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;

/** Whether a span has ids that OTLP 1.11 allows. */
final class SpanIdentity {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private SpanIdentity() {}

  static void require(Span span) {
    requireId("trace_id", span.getTraceId(), TRACE_ID_BYTES);
    requireId("span_id", span.getSpanId(), SPAN_ID_BYTES);
  }

  private static void requireId(String field, ByteString id, int bytes) {
    if (id.size() != bytes) {
      throw new UnreadableSpanException(field + " must have " + bytes + " bytes, has " + id.size());
    }
    for (int i = 0; i < bytes; i++) {
      if (id.byteAt(i) != 0) {
        return;
      }
    }
    throw new UnreadableSpanException(field + " must not be all zero");
  }
}
