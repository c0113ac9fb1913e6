// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

/**
 * OTLP's own span kind (opentelemetry-proto v1.11, {@code Span.SpanKind}). The column {@code
 * spans.span_kind}.
 */
public enum OtlpSpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  /**
   * The kind of the wire's number; a number that this version does not know is {@link
   * #UNSPECIFIED}.
   */
  public static OtlpSpanKind ofNumber(int number) {
    OtlpSpanKind[] kinds = values();
    return number >= 0 && number < kinds.length ? kinds[number] : UNSPECIFIED;
  }
}
