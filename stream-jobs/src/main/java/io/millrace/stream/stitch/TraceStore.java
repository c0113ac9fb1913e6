// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.state.TraceSummary;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The traces of a stitcher: in Flink's keyed state, and those used last in memory too, up to a
 * number of spans. A trace in memory is whole, so neither a span nor a barrier asks the state for
 * it; what changed is written to state once a barrier, or when the trace must leave the memory.
 */
final class TraceStore {
  private final KeyContext keys;
  private final int maxCachedSpans;
  private final MapState<String, HeldSpan> spans;
  private final ValueState<TraceSummary> summary;

  /** Least recently used first. */
  private final Map<String, HeldTrace> cached = new LinkedHashMap<>(16, 0.75f, true);

  private long cachedSpans;
  private Counter loads;
  private Counter evictions;

  /**
   * @param keys sets the key that state is read and written for
   * @param maxCachedSpans spans of traces in memory; the trace in use is there however large
   */
  TraceStore(KeyedStateStore state, KeyContext keys, int maxCachedSpans) {
    this.keys = keys;
    this.maxCachedSpans = maxCachedSpans;
    this.spans =
        state.getMapState(
            new MapStateDescriptor<>("spans", Types.STRING, StateTypes.of(HeldSpan.class)));
    this.summary =
        state.getState(new ValueStateDescriptor<>("summary", StateTypes.of(TraceSummary.class)));
  }

  /** Alert when {@code traceLoads} grows with the traffic: the cache is too small for it. */
  void register(MetricGroup metrics) {
    loads = metrics.counter("traceLoads");
    evictions = metrics.counter("traceCacheEvictions");
    metrics.<Long, Gauge<Long>>gauge("cachedSpans", this::cachedSpans);
  }

  long cachedSpans() {
    return cachedSpans;
  }

  /** How often a trace was read from state. */
  long loadCount() {
    return loads.getCount();
  }

  long evictionCount() {
    return evictions.getCount();
  }

  /** The trace of the current key, which must be this one. */
  HeldTrace get(String key) throws Exception {
    HeldTrace trace = cached.get(key);
    if (trace == null) {
      trace = load();
      cached.put(key, trace);
      cachedSpans += trace.spanCount();
    }
    return trace;
  }

  /** Every trace that has a span in state has a summary there: one question tells a new trace. */
  private HeldTrace load() throws Exception {
    TraceSummary held = summary.value();
    if (held == null) {
      return new HeldTrace();
    }
    loads.inc();
    return new HeldTrace(held, spans.values());
  }

  /** Says that the trace in use, the one got last, has so many spans more. */
  void grew(int spanCount) {
    cachedSpans += spanCount;
  }

  /** Writes what is not in state yet of the current key's trace. */
  void save(HeldTrace trace) throws Exception {
    if (!trace.isUnsaved()) {
      return;
    }
    for (HeldSpan span : trace.unsavedSpans()) {
      spans.put(span.getFact().getSpanId(), span);
    }
    summary.update(trace.summary());
    trace.saved();
  }

  /** Lets go of what is beyond the bound, all but the trace in use. Changes the current key. */
  void trim() throws Exception {
    Iterator<Map.Entry<String, HeldTrace>> eldest = cached.entrySet().iterator();
    while (cachedSpans > maxCachedSpans && cached.size() > 1) {
      Map.Entry<String, HeldTrace> entry = eldest.next();
      keys.setCurrentKey(entry.getKey());
      save(entry.getValue());
      cachedSpans -= entry.getValue().spanCount();
      evictions.inc();
      eldest.remove();
    }
  }
}
