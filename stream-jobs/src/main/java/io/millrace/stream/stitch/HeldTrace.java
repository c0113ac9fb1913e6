// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.dialects.otlp.ContentHash;
import io.millrace.stream.recall.RecalledTrace;
import io.millrace.stream.recall.SpanVersions;
import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.PackedFacts;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import io.millrace.stream.state.TraceInfo;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.state.TraceTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trace in memory, with what of it is not yet in state: all of it, or of a large one only the
 * spans that are in use. Records that went into state, or came out of it, are never changed but
 * replaced: a checkpoint may still be writing them.
 */
final class HeldTrace {
  static final long NEVER_TOLD = 0;

  private static final TraceSummary NOTHING =
      TraceSummary.newBuilder().setTexts(TraceTexts.newBuilder().build()).build();

  private final Map<String, HeldSpan> spans = new HashMap<>();
  private final Set<String> unsavedSpans = new HashSet<>();
  private boolean whole;
  private boolean spansApart;
  private TraceTexts texts;

  /** null = none has come. */
  private TraceInfo info;

  private List<MinuteCell> cells;
  private long toldVersion;
  private long firstVersion;
  private long toldTimeUnixMilli;
  private long spanVersions;
  private int spanCount;
  private boolean untold;
  private boolean unsaved;

  /** Its root had come, and no span was open, when it was told last. Not state. */
  private boolean complete;

  /** It had been told before it was read: so more did come. */
  private final boolean back;

  /** A trace without spans, of which nothing has been told. */
  HeldTrace() {
    this(NOTHING);
    whole = true;
  }

  /** A trace as it is in state, without its spans: they are added as they are needed. */
  HeldTrace(TraceSummary summary) {
    texts = copy(summary.getTexts());
    cells = summary.getCells();
    toldVersion = summary.getToldVersion();
    firstVersion = summary.getFirstVersion();
    toldTimeUnixMilli = summary.getToldTimeUnixMilli();
    spanVersions = summary.getSpanVersions();
    spanCount = summary.getSpanCount();
    untold = summary.getUntold();
    info = summary.getInfo();
    back = wasTold();
  }

  /** A trace that is back; none of it is in state. */
  HeldTrace(RecalledTrace recalled, long nowUnixMilli) {
    this(recalled.summary());
    for (HeldSpan span : recalled.spans()) {
      replace(span.getFact().getSpanId(), span);
    }
    spanCount = spans.size();
    toldTimeUnixMilli = nowUnixMilli;
    whole = true;
    unsaved = true;
  }

  /** Adds a span as it is in state, unless it is in memory. */
  void addHeld(HeldSpan span) {
    spans.putIfAbsent(span.getFact().getSpanId(), span);
  }

  void becameWhole() {
    whole = true;
    spanCount = spans.size();
  }

  boolean isWhole() {
    return whole;
  }

  /** Whether its spans lie in state one by one, not in one record with the rest. */
  boolean isSpansApart() {
    return spansApart;
  }

  void setSpansApart() {
    spansApart = true;
  }

  /** Whether no span has come for it and nothing was told of it. */
  boolean isUnseen() {
    return spanCount == 0 && !wasTold();
  }

  /** All of the trace's spans. */
  int spanCount() {
    return spanCount;
  }

  int spansInMemory() {
    return spans.size();
  }

  boolean holds(String spanId) {
    return spans.containsKey(spanId);
  }

  /** Of all of them, if it is whole; read anew at each call. */
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
    boolean spanChanged = takeFact(arrival);
    boolean textChanged = Previews.update(texts, arrival);
    unsaved |= spanChanged || textChanged;
    complete = false;
    return spanChanged || textChanged;
  }

  /** Takes a trace info into account, of two the later; returns whether anything changed. */
  boolean takeInfo(TraceInfo told) {
    if (told.equals(info) || (info != null && told.getVersion() < info.getVersion())) {
      return false;
    }
    info = told;
    unsaved = true;
    return true;
  }

  /** null = none has come. */
  TraceInfo info() {
    return info;
  }

  /** The trace is deleted, and nothing of its info may stay. */
  void forgetInfo() {
    unsaved |= info != null;
    info = null;
  }

  private boolean takeFact(SpanArrival arrival) {
    String spanId = arrival.getSpanId();
    byte[] arrived = PackedFacts.bytes(arrival);
    HeldSpan held = spans.get(spanId);
    if (held == null) {
      spanCount++;
      replace(spanId, new PackedSpan(arrived, NEVER_TOLD, NEVER_TOLD));
      return true;
    }
    SpanFact before = held.getFact();
    SpanFact merged = FactMerge.merge(before, PackedFacts.unpack(arrived));
    if (merged.equals(before)) {
      return false;
    }
    replaceFact(spanId, held, merged);
    return true;
  }

  private void replaceFact(String spanId, HeldSpan held, SpanFact fact) {
    replace(
        spanId,
        new PackedSpan(PackedFacts.pack(fact), held.getRowFingerprint(), held.getToldVersion()));
  }

  /** Notes that a span's row is told; returns false if that very row was told before. */
  boolean tellSpan(String spanId, long fingerprint, long version) {
    HeldSpan held = spans.get(spanId);
    if (held.getRowFingerprint() == fingerprint && held.getToldVersion() != NEVER_TOLD) {
      return false;
    }
    replaceTold(spanId, held, PackedSpan.told(held, fingerprint, version));
    return true;
  }

  private void replaceTold(String spanId, HeldSpan before, HeldSpan told) {
    replace(spanId, told);
    spanVersions +=
        SpanVersions.term(spanId, told.getToldVersion())
            - SpanVersions.term(spanId, before.getToldVersion());
  }

  /** Holds a span's fact with the price that its call has. */
  void price(SpanFact priced) {
    replaceFact(priced.getSpanId(), spans.get(priced.getSpanId()), priced);
  }

  /** Whether it was told of a span that it is deleted. */
  boolean isToldDeleted(String spanId) {
    return spans.get(spanId).getFact().getDeleted();
  }

  /**
   * Forgets a deleted span but for what must be known of it; returns that if it was not told before
   * as it is now, else null.
   */
  SpanFact tellDeleted(String spanId, long version) {
    HeldSpan held = spans.get(spanId);
    SpanFact bare = DeletedRows.bare(held.getFact());
    long fingerprint = ContentHash.of(StateCodec.FACT.encode(bare));
    if (isToldDeleted(spanId) && held.getRowFingerprint() == fingerprint) {
      return null;
    }
    replaceTold(spanId, held, new PackedSpan(PackedFacts.pack(bare), fingerprint, version));
    return bare;
  }

  /** The texts may come from what is deleted. */
  void forgetTexts() {
    texts = TraceTexts.newBuilder().build();
  }

  /**
   * Notes that all of it is told.
   *
   * @param now what the trace adds to the minutes
   * @return what it added as last told
   */
  List<MinuteCell> told(List<MinuteCell> now, long version, long nowUnixMilli) {
    List<MinuteCell> before = cells;
    cells = now;
    if (!wasTold()) {
      firstVersion = version;
    }
    toldVersion = version;
    toldTimeUnixMilli = nowUnixMilli;
    untold = false;
    unsaved = true;
    return before;
  }

  /** Notes that its root has come and that no span of it is open: more is not expected. */
  void complete() {
    complete = true;
  }

  /**
   * Whether more is not expected, and all that there is has been told and is in state. A trace that
   * got more against all expectation never is.
   */
  boolean isAtRest() {
    return complete && !back && !unsaved;
  }

  /** Notes that it changed but is not told yet. */
  void postpone() {
    unsaved |= !untold;
    untold = true;
  }

  boolean wasTold() {
    return toldVersion != NEVER_TOLD;
  }

  /** Under which version it was told first; 0 = before that was noted. */
  long firstVersion() {
    return firstVersion;
  }

  /** When it was told last, or loaded back; 0 if it never was. */
  long toldTimeUnixMilli() {
    return toldTimeUnixMilli;
  }

  boolean isUnsaved() {
    return unsaved;
  }

  /** Those in memory. */
  Map<String, HeldSpan> spans() {
    return spans;
  }

  /** The spans that are not in state as they are here. */
  Map<String, HeldSpan> unsavedSpans() {
    Map<String, HeldSpan> unsaved = new HashMap<>();
    unsavedSpans.forEach(spanId -> unsaved.put(spanId, spans.get(spanId)));
    return unsaved;
  }

  /** What is in state beside the spans. */
  TraceSummary summary() {
    return new TraceSummary(
        copy(texts),
        cells,
        toldVersion,
        toldTimeUnixMilli,
        spanVersions,
        spanCount,
        untold,
        firstVersion,
        info);
  }

  /** By hand: a builder asks the schema for each field, and this is done for every trace. */
  private static TraceTexts copy(TraceTexts texts) {
    return new TraceTexts(
        texts.getRequestRank(),
        texts.getRequestStart(),
        texts.getRequestSpanId(),
        texts.getRequest(),
        texts.getResponseRank(),
        texts.getResponseEnd(),
        texts.getResponseSpanId(),
        texts.getResponse());
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
