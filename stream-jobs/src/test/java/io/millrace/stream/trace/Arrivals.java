// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.PackedFacts;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Arrivals of spans, whose facts travel as bytes. */
public final class Arrivals {
  private Arrivals() {}

  /** Of a span of the trace of {@link Facts}, in workspace {@code w}. */
  public static SpanArrival.Builder of(SpanFact fact) {
    SpanArrival.Builder arrival =
        SpanArrival.newBuilder().setWorkspace("w").setTraceId(Facts.TRACE);
    return arrival
        .setSpanId(fact.getSpanId())
        .setStartTimeUnixNano(fact.getStartTimeUnixNano())
        .setEndTimeUnixNano(fact.getEndTimeUnixNano())
        .setReceivedTimeUnixNano(fact.getReceivedTimeUnixNano())
        .setFact(ByteBuffer.wrap(PackedFacts.pack(fact)));
  }

  /** Whether a span arrives, not a command. */
  public static boolean isSpan(SpanArrival arrival) {
    return arrival.getCommand() == null;
  }

  /** The fact that it carries. */
  public static SpanFact fact(SpanArrival arrival) {
    return PackedFacts.unpack(PackedFacts.bytes(arrival));
  }

  /** The same arrival of a span of which something is otherwise. */
  public static SpanArrival changed(SpanArrival arrival, Consumer<SpanFact> change) {
    SpanFact fact = fact(arrival);
    change.accept(fact);
    return of(fact)
        .setWorkspace(arrival.getWorkspace())
        .setTraceId(arrival.getTraceId())
        .setPreviewRank(arrival.getPreviewRank())
        .setRequestPreview(arrival.getRequestPreview())
        .setResponsePreview(arrival.getResponsePreview())
        .build();
  }
}
