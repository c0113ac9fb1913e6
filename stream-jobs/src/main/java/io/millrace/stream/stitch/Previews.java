// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TraceTexts;

/**
 * Keeps the two texts that speak for a trace without keeping all texts: a maximum over everything
 * that arrived, so that order does not matter. The request is the earliest, the response the
 * latest, of the outermost spans that have one.
 */
final class Previews {
  private Previews() {}

  /** Takes an arrival's texts into account; returns whether the trace's texts changed. */
  static boolean update(TraceTexts texts, SpanArrival arrival) {
    boolean requestChanged = updateRequest(texts, arrival);
    boolean responseChanged = updateResponse(texts, arrival);
    return requestChanged || responseChanged;
  }

  private static boolean updateRequest(TraceTexts texts, SpanArrival arrival) {
    if (arrival.getRequestPreview().isEmpty() || !opensBefore(arrival, texts)) {
      return false;
    }
    texts.setRequest(arrival.getRequestPreview());
    texts.setRequestRank(arrival.getPreviewRank());
    texts.setRequestStart(arrival.getStartTimeUnixNano());
    texts.setRequestSpanId(arrival.getSpanId());
    return true;
  }

  private static boolean opensBefore(SpanArrival arrival, TraceTexts texts) {
    if (arrival.getPreviewRank() != texts.getRequestRank()) {
      return arrival.getPreviewRank() > texts.getRequestRank();
    }
    int byStart = Long.compare(arrival.getStartTimeUnixNano(), texts.getRequestStart());
    int bySpan = arrival.getSpanId().compareTo(texts.getRequestSpanId());
    int byText = texts.getRequest().compareTo(arrival.getRequestPreview());
    return firstNonZero(byStart, bySpan, byText) < 0;
  }

  private static boolean updateResponse(TraceTexts texts, SpanArrival arrival) {
    if (arrival.getResponsePreview().isEmpty() || !endsAfter(arrival, texts)) {
      return false;
    }
    texts.setResponse(arrival.getResponsePreview());
    texts.setResponseRank(arrival.getPreviewRank());
    texts.setResponseEnd(arrival.getEndTimeUnixNano());
    texts.setResponseSpanId(arrival.getSpanId());
    return true;
  }

  private static boolean endsAfter(SpanArrival arrival, TraceTexts texts) {
    if (arrival.getPreviewRank() != texts.getResponseRank()) {
      return arrival.getPreviewRank() > texts.getResponseRank();
    }
    int byEnd = Long.compare(texts.getResponseEnd(), arrival.getEndTimeUnixNano());
    int bySpan = texts.getResponseSpanId().compareTo(arrival.getSpanId());
    int byText = texts.getResponse().compareTo(arrival.getResponsePreview());
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
