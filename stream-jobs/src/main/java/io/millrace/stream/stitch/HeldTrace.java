// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.state.TraceTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All of one trace in memory, with what of it is not yet in state. Records that went into state, or
 * came out of it, are never changed but replaced: a checkpoint may still be writing them.
 */
final class HeldTrace {
  private static final long NEVER_TOLD = 0;

  private final Map<String, HeldSpan> spans = new HashMap<>();
  private final Set<String> unsavedSpans = new HashSet<>();
  private TraceTexts texts = TraceTexts.newBuilder().build();
  private long rowFingerprint = NEVER_TOLD;
  private List<MinuteCell> cells = List.of();
  private boolean unsaved;

  /** A trace without spans, of which nothing has been told. */
  HeldTrace() {}

  /** A trace as it is in state. */
  HeldTrace(TraceSummary summary, Iterable<HeldSpan> held) {
    held.forEach(span -> spans.put(span.getFact().getSpanId(), span));
    texts = TraceTexts.newBuilder(summary.getTexts()).build();
    rowFingerprint = summary.getRowFingerprint();
    cells = summary.getCells();
  }

  int spanCount() {
    return spans.size();
  }

  boolean holds(String spanId) {
    return spans.containsKey(spanId);
  }

  List<SpanFact> facts() {
    List<SpanFact> facts = new ArrayList<>(spans.size());
    spans.values().forEach(span -> facts.add(span.getFact()));
    return facts;
  }

  TraceTexts texts() {
    return texts;
  }

  /** Takes an arrival into account; returns whether anything changed. */
  boolean take(SpanArrival arrival) {
    boolean spanChanged = takeFact(arrival.getFact());
    boolean textChanged = Previews.update(texts, arrival);
    unsaved |= spanChanged || textChanged;
    return spanChanged || textChanged;
  }

  private boolean takeFact(SpanFact arrived) {
    HeldSpan held = spans.get(arrived.getSpanId());
    if (held == null) {
      replace(arrived.getSpanId(), new HeldSpan(arrived, NEVER_TOLD));
      return true;
    }
    SpanFact merged = FactMerge.merge(held.getFact(), arrived);
    if (merged.equals(held.getFact())) {
      return false;
    }
    replace(arrived.getSpanId(), new HeldSpan(merged, held.getRowFingerprint()));
    return true;
  }

  /** Notes that a span's row is told; returns false if that very row was told before. */
  boolean tellSpan(String spanId, long fingerprint) {
    HeldSpan held = spans.get(spanId);
    if (held.getRowFingerprint() == fingerprint) {
      return false;
    }
    replace(spanId, new HeldSpan(held.getFact(), fingerprint));
    unsaved = true;
    return true;
  }

  /** Notes that the trace's row is told; returns false if that very row was told before. */
  boolean tellRow(long fingerprint) {
    boolean isNew = rowFingerprint != fingerprint;
    rowFingerprint = fingerprint;
    unsaved |= isNew;
    return isNew;
  }

  /** Notes what the trace adds to the minutes; returns what it added as last told. */
  List<MinuteCell> tellCells(List<MinuteCell> now) {
    List<MinuteCell> before = cells;
    cells = now;
    unsaved |= !now.equals(before);
    return before;
  }

  boolean isUnsaved() {
    return unsaved;
  }

  /** The spans that are not in state as they are here. */
  List<HeldSpan> unsavedSpans() {
    return unsavedSpans.stream().map(spans::get).toList();
  }

  /** What is in state beside the spans. */
  TraceSummary summary() {
    return new TraceSummary(TraceTexts.newBuilder(texts).build(), rowFingerprint, cells);
  }

  void saved() {
    unsavedSpans.clear();
    unsaved = false;
  }

  private void replace(String spanId, HeldSpan span) {
    spans.put(spanId, span);
    unsavedSpans.add(spanId);
  }
}
