// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.otlp.Numbers;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.DialectTable.TimeToFirstToken;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/** How long the first token took, in nanoseconds. */
public final class FirstTokenReader {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private FirstTokenReader() {}

  /** Nanoseconds from the span's start to the first token; null where the span does not say. */
  public static Long read(Dialect dialect, SpanView span) {
    for (TimeToFirstToken places : dialect.firstTokens()) {
      Long nanos = firstOf(places.seconds(), NANOS_PER_SECOND, span);
      nanos = nanos == null ? firstOf(places.millis(), NANOS_PER_MILLI, span) : nanos;
      nanos = nanos == null ? sinceStart(places.events(), span.span()) : nanos;
      nanos = nanos == null ? sinceStart(places.instants(), span) : nanos;
      if (nanos != null) {
        return nanos;
      }
    }
    return null;
  }

  private static Long firstOf(List<String> keys, long nanosPerUnit, SpanView span) {
    for (String key : keys) {
      Long nanos = span.has(key) ? Numbers.nanos(span.attribute(key), nanosPerUnit) : null;
      if (nanos != null) {
        return nanos;
      }
    }
    return null;
  }

  private static Long sinceStart(List<String> keys, SpanView span) {
    for (String key : keys) {
      Long instant = span.has(key) ? Numbers.unixNanos(span.text(key)) : null;
      long nanos = instant == null ? -1 : instant - span.span().getStartTimeUnixNano();
      if (nanos >= 0 && nanos <= Numbers.MAX_NANOS_OF_DURATION) {
        return nanos;
      }
    }
    return null;
  }

  private static Long sinceStart(List<String> events, Span span) {
    for (Span.Event event : span.getEventsList()) {
      long nanos = event.getTimeUnixNano() - span.getStartTimeUnixNano();
      if (events.contains(event.getName()) && nanos >= 0) {
        return nanos;
      }
    }
    return null;
  }
}
