// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.eviction.StateConfig;
import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.SmallTrace;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.state.TraceSummary;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The traces of a stitcher: in Flink's keyed state, and those used last in memory too, up to a
 * number of spans, as long as more of them is expected. A trace in memory is whole, so neither a
 * span nor a barrier asks the state for it; what changed is written to state once a barrier, or
 * when the trace must leave the memory. One that would take half of the memory is held span by
 * span, and whole only while it is derived. In state a small trace is one record, which is written,
 * read and let go of at once; of a larger one each span is a record, so that only those that
 * changed are written. Of a trace that was let go of altogether a tombstone stays.
 */
final class TraceStore {
  /** To write so many again costs little beside deriving them, which a changed trace has to be. */
  private static final int MAX_SPANS_TOGETHER = 16;

  private final KeyContext keys;
  private final int maxCachedSpans;
  private final int maxSpansTogether;
  private final ValueState<SmallTrace> small;

  /** Of larger traces, this and {@link #summary}. */
  private final MapState<String, HeldSpan> spans;

  private final ValueState<TraceSummary> summary;

  /** Version of the row of a trace that is in the tables only. */
  private final ValueState<Long> tombstone;

  /** Least recently used first. */
  private final Map<String, HeldTrace> cached = new LinkedHashMap<>(16, 0.75f, true);

  private long cachedSpans;
  private Counter loads;
  private Counter cacheEvictions;
  private Counter evictedTraces;

  /**
   * @param keys sets the key that state is read and written for
   */
  TraceStore(KeyedStateStore state, KeyContext keys, StateConfig config) {
    this.keys = keys;
    this.maxCachedSpans = config.cachedSpans();
    this.maxSpansTogether = Math.min(MAX_SPANS_TOGETHER, maxCachedSpans / 2);
    this.small =
        state.getState(new ValueStateDescriptor<>("small", StateTypes.of(SmallTrace.class)));
    this.spans =
        state.getMapState(
            new MapStateDescriptor<>("spans", Types.STRING, StateTypes.of(HeldSpan.class)));
    this.summary =
        state.getState(new ValueStateDescriptor<>("summary", StateTypes.of(TraceSummary.class)));
    ValueStateDescriptor<Long> tombstones = new ValueStateDescriptor<>("tombstone", Types.LONG);
    tombstones.enableTimeToLive(StateTtlConfig.newBuilder(config.tombstoneTime()).build());
    this.tombstone = state.getState(tombstones);
  }

  /**
   * Alert when {@code traceCacheEvictions} grows with the traffic: the cache is too small for it.
   * {@code traceLoads} has also the traces that got more after they had been let rest.
   */
  void register(MetricGroup metrics) {
    loads = metrics.counter("traceLoads");
    cacheEvictions = metrics.counter("traceCacheEvictions");
    evictedTraces = metrics.counter("evictedTraces");
    metrics.<Long, Gauge<Long>>gauge("cachedSpans", this::cachedSpans);
    metrics.<Integer, Gauge<Integer>>gauge("cachedTraces", this::cachedTraces);
  }

  int cachedTraces() {
    return cached.size();
  }

  long cachedSpans() {
    return cachedSpans;
  }

  /** How often a trace was read from state. */
  long loadCount() {
    return loads.getCount();
  }

  long cacheEvictionCount() {
    return cacheEvictions.getCount();
  }

  long evictedCount() {
    return evictedTraces.getCount();
  }

  /** The trace of the current key, which must be this one; null if it was let go of. */
  HeldTrace get(String key) throws Exception {
    HeldTrace trace = cached.get(key);
    if (trace == null) {
      trace = load();
      if (trace != null) {
        cache(key, trace);
      }
    }
    return trace;
  }

  /** Of the current key's trace, which was let go of: the version of its row as told last. */
  long evictedVersion() throws Exception {
    return tombstone.value();
  }

  /** Every trace that has a span in state has a record or a summary there. */
  private HeldTrace load() throws Exception {
    SmallTrace whole = small.value();
    return whole == null ? loadLarge() : loaded(whole);
  }

  private HeldTrace loaded(SmallTrace whole) {
    HeldTrace trace = new HeldTrace(whole.getSummary());
    addAllHeld(trace, whole.getSpans());
    return trace;
  }

  private HeldTrace loadLarge() throws Exception {
    TraceSummary held = summary.value();
    if (held == null) {
      return tombstone.value() == null ? new HeldTrace() : null;
    }
    HeldTrace trace = new HeldTrace(held);
    trace.setSpansApart();
    if (held.getSpanCount() <= maxCachedSpans / 2) {
      addAllHeld(trace, spans.values());
    }
    return trace;
  }

  /** Has a span of the current key's trace in memory, if the trace has such a span. */
  void need(HeldTrace trace, String spanId) throws Exception {
    if (!trace.isWhole() && !trace.holds(spanId)) {
      HeldSpan held = spans.get(spanId);
      if (held != null) {
        trace.addHeld(held);
        cachedSpans++;
      }
    }
  }

  /** Has all of the current key's trace in memory. */
  void needAll(HeldTrace trace) throws Exception {
    if (!trace.isWhole()) {
      int before = trace.spansInMemory();
      addAllHeld(trace, spans.values());
      cachedSpans += trace.spansInMemory() - before;
    }
  }

  private void addAllHeld(HeldTrace trace, Iterable<HeldSpan> held) {
    loads.inc();
    held.forEach(trace::addHeld);
    trace.becameWhole();
  }

  /** Shows every trace that is in memory, by its key; none may be taken in or let go meanwhile. */
  void forEachInMemory(BiConsumer<String, HeldTrace> look) {
    cached.forEach(look);
  }

  /** Says that the trace in use, the one got last, has so many spans more. */
  void grew(int spanCount) {
    cachedSpans += spanCount;
  }

  /** What is in state of the current key's trace beside its spans; null if nothing is. */
  TraceSummary summary(String key) throws Exception {
    HeldTrace trace = cached.get(key);
    if (trace != null) {
      return trace.summary();
    }
    SmallTrace whole = small.value();
    return whole == null ? summary.value() : whole.getSummary();
  }

  /** Writes what is not in state yet of the current key's trace. */
  void save(HeldTrace trace) throws Exception {
    if (!trace.isUnsaved()) {
      return;
    }
    if (!trace.isSpansApart() && trace.spanCount() <= maxSpansTogether) {
      small.update(new SmallTrace(trace.summary(), List.copyOf(trace.spans().values())));
    } else {
      saveApart(trace);
    }
    trace.saved();
  }

  private void saveApart(HeldTrace trace) throws Exception {
    if (trace.isSpansApart()) {
      spans.putAll(trace.unsavedSpans()); // one write to RocksDB, not one a span
    } else {
      small.clear();
      spans.putAll(trace.spans());
      trace.setSpansApart();
    }
    summary.update(trace.summary());
  }

  /** Puts a trace back that had been let go of; the current key must be this one. */
  void revive(String key, HeldTrace trace) throws Exception {
    tombstone.clear();
    save(trace);
    cache(key, trace);
  }

  /** Lets go of the current key's trace, which is saved and told; a tombstone stays. */
  void evict(String key, long toldVersion) throws Exception {
    forget(key);
    clear();
    tombstone.update(toldVersion);
    evictedTraces.inc();
  }

  /** Forgets the current key's trace if it never had a span; returns whether that is so. */
  boolean forgetIfUnseen(String key) throws Exception {
    HeldTrace trace = get(key);
    if (trace == null || !trace.isUnseen()) {
      return false;
    }
    forget(key);
    clear();
    return true;
  }

  /** To look for spans of a trace that has none apart would cost more than all else here. */
  private void clear() throws Exception {
    small.clear();
    if (summary.value() != null) {
      spans.clear();
      summary.clear();
    }
  }

  /** Lets go of what is beyond the bound, all but the trace in use. Changes the current key. */
  void trim() throws Exception {
    Iterator<Map.Entry<String, HeldTrace>> eldest = cached.entrySet().iterator();
    while (isBeyondBound() && cached.size() > 1) {
      Map.Entry<String, HeldTrace> entry = eldest.next();
      keys.setCurrentKey(entry.getKey());
      save(entry.getValue());
      cachedSpans -= entry.getValue().spansInMemory();
      cacheEvictions.inc();
      eldest.remove();
    }
  }

  /** The traces are bounded too: one that only REST has named has no span, and takes memory. */
  private boolean isBeyondBound() {
    return cachedSpans > maxCachedSpans || cached.size() > maxCachedSpans;
  }

  /**
   * Once it is saved, a trace of which more is not expected makes way: thousands of them would only
   * be carried along by the collector. A large one must not push all others out of memory.
   */
  void letRest(String key, HeldTrace trace) {
    if (trace.isAtRest()) {
      forget(key);
    } else if (trace.spansInMemory() > maxCachedSpans / 2) {
      forget(key);
      cacheEvictions.inc();
    }
  }

  private void cache(String key, HeldTrace trace) {
    cached.put(key, trace);
    cachedSpans += trace.spansInMemory();
  }

  private void forget(String key) {
    HeldTrace trace = cached.remove(key);
    if (trace != null) {
      cachedSpans -= trace.spansInMemory();
    }
  }
}
