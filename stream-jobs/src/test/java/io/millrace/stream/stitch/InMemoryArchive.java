// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.dialects.otlp.ContentHash;
import io.millrace.stream.recall.RecalledTrace;
import io.millrace.stream.recall.SpanVersions;
import io.millrace.stream.recall.TraceArchive;
import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.state.TraceSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads back from rows in memory. The first question finds the store away, and the next one only
 * what is committed by then.
 */
final class InMemoryArchive implements TraceArchive.Factory {
  private static final long serialVersionUID = 1L;

  private final transient CommittedRows committed;

  InMemoryArchive(CommittedRows committed) {
    this.committed = committed;
  }

  @Override
  public TraceArchive open() {
    return new TraceArchive() {
      private boolean away = true;

      @Override
      public Map<TraceKey, RecalledTrace> read(Map<TraceKey, Long> toldVersions)
          throws IOException {
        if (away) {
          away = false;
          throw new IOException("the store is away");
        }
        Map<TraceKey, RecalledTrace> found = new HashMap<>();
        for (Map.Entry<TraceKey, Long> asked : toldVersions.entrySet()) {
          RecalledTrace trace = recalled(asked.getKey().traceId(), asked.getValue());
          if (trace != null) {
            found.put(asked.getKey(), trace);
          }
        }
        committed.commit();
        return found;
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  private RecalledTrace recalled(String traceId, long toldVersion) throws IOException {
    CommittedRows.StoredRow row = committed.storedTrace(traceId);
    if (row == null || row.version() != toldVersion) {
      return null;
    }
    TraceSummary summary = StateCodec.SUMMARY.decode(row.bytes("state"));
    summary.getTexts().setRequest(row.text("request_preview"));
    summary.getTexts().setResponse(row.text("response_preview"));
    List<HeldSpan> spans = new ArrayList<>();
    long versions = 0;
    for (CommittedRows.StoredRow span : committed.spans(traceId)) {
      SpanFact fact = StateCodec.FACT.decode(span.bytes("fact"));
      spans.add(new HeldSpan(fact, fingerprint(fact, span), span.version()));
      versions += SpanVersions.term(span.text("span_id"), span.version());
    }
    return versions == summary.getSpanVersions() ? new RecalledTrace(summary, spans) : null;
  }

  private static long fingerprint(SpanFact fact, CommittedRows.StoredRow span) {
    if (fact.getDeleted()) {
      return ContentHash.of(span.bytes("fact"));
    }
    byte[] unversioned = span.bytes().clone();
    Arrays.fill(unversioned, unversioned.length - Long.BYTES, unversioned.length, (byte) 0);
    return ContentHash.of(unversioned);
  }
}
