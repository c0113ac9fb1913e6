// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

import io.millrace.dialects.otlp.ContentHash;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.recall.StoredSpan;
import io.millrace.sql.recall.StoredTrace;
import io.millrace.sql.recall.StoredTraces;
import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.RepeatedTexts;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.state.TraceTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads traces back from the rows that were written of them. */
public final class ClickHouseArchive implements TraceArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseArchive.class);

  private final StoredTraces traces;
  private final RepeatedTexts repeatedTexts = new RepeatedTexts();

  private ClickHouseArchive(StoredTraces traces) {
    this.traces = traces;
  }

  /** Reads one generation of the tables. */
  public static Factory of(ClickHouseEndpoint endpoint, int generation) {
    return () -> new ClickHouseArchive(new StoredTraces(endpoint, generation));
  }

  @Override
  public Map<TraceKey, RecalledTrace> read(Map<TraceKey, Long> toldVersions) throws IOException {
    Map<String, List<TraceKey>> byWorkspace = new TreeMap<>();
    for (TraceKey key : toldVersions.keySet()) {
      byWorkspace.computeIfAbsent(key.workspace(), workspace -> new ArrayList<>()).add(key);
    }
    Map<TraceKey, RecalledTrace> found = new HashMap<>();
    for (Map.Entry<String, List<TraceKey>> workspace : byWorkspace.entrySet()) {
      List<String> traceIds = workspace.getValue().stream().map(TraceKey::traceId).toList();
      Map<String, List<HeldSpan>> spans = spans(workspace.getKey(), traceIds);
      Map<String, StoredTrace> stored = traces.readTraces(workspace.getKey(), traceIds);
      for (TraceKey key : workspace.getValue()) {
        RecalledTrace trace =
            recalled(
                key,
                stored.get(key.traceId()),
                spans.getOrDefault(key.traceId(), List.of()),
                toldVersions.get(key));
        if (trace != null) {
          found.put(key, trace);
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    traces.close();
  }

  /** By trace id. */
  private Map<String, List<HeldSpan>> spans(String workspace, List<String> traceIds)
      throws IOException {
    Map<String, List<HeldSpan>> spans = new HashMap<>();
    traces.readSpans(
        workspace,
        traceIds,
        (traceId, span) ->
            spans.computeIfAbsent(traceId, id -> new ArrayList<>()).add(decode(span)));
    return spans;
  }

  /** Null if not all of it is committed yet. */
  private RecalledTrace recalled(
      TraceKey key, StoredTrace stored, List<HeldSpan> spans, long toldVersion) throws IOException {
    RecalledTrace trace = stored == null ? null : new RecalledTrace(decode(stored), spans);
    if (trace != null
        && stored.version() == toldVersion
        && spanVersions(trace) == trace.summary().getSpanVersions()) {
      return trace;
    }
    if (!traces.hasRefusedRow(key.workspace(), key.traceId())) {
      return null;
    }
    LOG.error(
        "ClickHouse has refused rows of trace {} of workspace {}, see dead_letters: it goes on without them",
        key.traceId(),
        key.workspace());
    return trace == null ? nothing() : trace;
  }

  private static TraceSummary decode(StoredTrace stored) throws IOException {
    TraceSummary summary = StateCodec.SUMMARY.decode(stored.state());
    summary.getTexts().setRequest(stored.requestPreview());
    summary.getTexts().setResponse(stored.responsePreview());
    return summary;
  }

  private HeldSpan decode(StoredSpan span) throws IOException {
    SpanFact fact = StateCodec.FACT.decode(span.fact());
    repeatedTexts.share(fact);
    byte[] told = fact.getDeleted() ? span.fact() : span.row();
    return new HeldSpan(fact, ContentHash.of(told), span.version());
  }

  private static long spanVersions(RecalledTrace trace) {
    long sum = 0;
    for (HeldSpan span : trace.spans()) {
      sum += SpanVersions.term(span.getFact().getSpanId(), span.getToldVersion());
    }
    return sum;
  }

  private static RecalledTrace nothing() {
    TraceSummary summary =
        TraceSummary.newBuilder().setTexts(TraceTexts.newBuilder().build()).build();
    return new RecalledTrace(summary, List.of());
  }
}
