// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;

/** Puts attributes on a span. */
final class Attributes {
  private final Span.Builder span;

  private Attributes(Span.Builder span) {
    this.span = span;
  }

  static Attributes of(Span.Builder span) {
    return new Attributes(span);
  }

  Attributes text(String key, String value) {
    return put(key, AnyValue.newBuilder().setStringValue(value));
  }

  Attributes number(String key, long value) {
    return put(key, AnyValue.newBuilder().setIntValue(value));
  }

  Attributes decimal(String key, double value) {
    return put(key, AnyValue.newBuilder().setDoubleValue(value));
  }

  /** A count that instrumentations leave out where there is none. */
  Attributes count(String key, long value) {
    return value == 0 ? this : number(key, value);
  }

  private Attributes put(String key, AnyValue.Builder value) {
    span.addAttributes(KeyValue.newBuilder().setKey(key).setValue(value));
    return this;
  }

  Span.Builder span() {
    return span;
  }
}
