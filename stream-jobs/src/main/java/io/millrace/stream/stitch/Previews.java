// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceMemory;

/**
 * Keeps the two texts that speak for a trace without keeping all texts: a maximum over everything
 * that arrived, so that order does not matter. The request is the earliest, the response the
 * latest, of the outermost spans that have one.
 */
final class Previews {
  private Previews() {}

  /** Takes an arrival's texts into account; returns whether the trace's texts changed. */
  static boolean update(TraceMemory memory, SpanArrival arrival) {
    boolean requestChanged = updateRequest(memory, arrival);
    boolean responseChanged = updateResponse(memory, arrival);
    return requestChanged || responseChanged;
  }

  private static boolean updateRequest(TraceMemory memory, SpanArrival arrival) {
    SpanFact fact = arrival.getFact();
    if (arrival.getRequestPreview().isEmpty() || !opensBefore(arrival, memory)) {
      return false;
    }
    memory.setRequest(arrival.getRequestPreview());
    memory.setRequestRank(arrival.getPreviewRank());
    memory.setRequestStart(fact.getStartTimeUnixNano());
    memory.setRequestSpanId(fact.getSpanId());
    return true;
  }

  private static boolean opensBefore(SpanArrival arrival, TraceMemory memory) {
    if (arrival.getPreviewRank() != memory.getRequestRank()) {
      return arrival.getPreviewRank() > memory.getRequestRank();
    }
    SpanFact fact = arrival.getFact();
    int byStart = Long.compare(fact.getStartTimeUnixNano(), memory.getRequestStart());
    int bySpan = fact.getSpanId().compareTo(memory.getRequestSpanId());
    int byText = memory.getRequest().compareTo(arrival.getRequestPreview());
    return firstNonZero(byStart, bySpan, byText) < 0;
  }

  private static boolean updateResponse(TraceMemory memory, SpanArrival arrival) {
    SpanFact fact = arrival.getFact();
    if (arrival.getResponsePreview().isEmpty() || !endsAfter(arrival, memory)) {
      return false;
    }
    memory.setResponse(arrival.getResponsePreview());
    memory.setResponseRank(arrival.getPreviewRank());
    memory.setResponseEnd(fact.getEndTimeUnixNano());
    memory.setResponseSpanId(fact.getSpanId());
    return true;
  }

  private static boolean endsAfter(SpanArrival arrival, TraceMemory memory) {
    if (arrival.getPreviewRank() != memory.getResponseRank()) {
      return arrival.getPreviewRank() > memory.getResponseRank();
    }
    SpanFact fact = arrival.getFact();
    int byEnd = Long.compare(memory.getResponseEnd(), fact.getEndTimeUnixNano());
    int bySpan = memory.getResponseSpanId().compareTo(fact.getSpanId());
    int byText = memory.getResponse().compareTo(arrival.getResponsePreview());
    return firstNonZero(byEnd, bySpan, byText) < 0;
  }

  private static int firstNonZero(int... comparisons) {
    for (int comparison : comparisons) {
      if (comparison != 0) {
        return comparison;
      }
    }
    return 0;
  }
}
