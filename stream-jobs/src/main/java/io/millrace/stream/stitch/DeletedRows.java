// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.row.DeletedContentRow;
import io.millrace.sql.row.DeletedSpanRow;
import io.millrace.sql.row.DeletedTraceRow;
import io.millrace.sql.row.DeletionRow;
import io.millrace.sql.row.Row;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import io.millrace.stream.state.TraceKey;
import java.util.List;

/** The rows that take the place of what is deleted. */
final class DeletedRows {
  private final int generation;
  private final TraceKey key;
  private final long version;

  DeletedRows(int generation, TraceKey key, long version) {
    this.generation = generation;
    this.key = key;
    this.version = version;
  }

  /**
   * What is kept of a deleted span's fact: whose it is, so that what inherits from it and comes
   * late is deleted too, and which of two versions of it counts.
   */
  static SpanFact bare(SpanFact fact) {
    return SpanFact.newBuilder()
        .setSpanId(fact.getSpanId())
        .setParentSpanId(fact.getParentSpanId())
        .setStartTimeUnixNano(fact.getStartTimeUnixNano())
        .setEndTimeUnixNano(fact.getEndTimeUnixNano())
        .setReceivedTimeUnixNano(fact.getReceivedTimeUnixNano())
        .setExperimentId(fact.getExperimentId())
        .setExperimentExplicit(fact.getExperimentExplicit())
        .setExperimentTimeUnixNano(fact.getExperimentTimeUnixNano())
        .setRank(fact.getRank())
        .setSessionId(fact.getSessionId())
        .setUserId(fact.getUserId())
        .setDeleted(true)
        .build();
  }

  String workspace() {
    return key.workspace();
  }

  long version() {
    return version;
  }

  /** In place of a span and its content. */
  List<Row> ofSpan(SpanFact bare) {
    String spanId = bare.getSpanId();
    return List.of(
        new DeletedSpanRow(
            generation,
            key.workspace(),
            key.traceId(),
            spanId,
            StateCodec.FACT.encode(bare),
            version),
        new DeletedContentRow(generation, key.workspace(), key.traceId(), spanId));
  }

  /** In place of the trace's own row. */
  Row ofTrace(byte[] state, long firstVersion) {
    return new DeletedTraceRow(
        generation, key.workspace(), key.traceId(), state, version, firstVersion);
  }

  /** What the view deletions tells. */
  Row deletion(boolean whole, List<String> spanIds) {
    return new DeletionRow(generation, key.workspace(), key.traceId(), whole, spanIds, version);
  }
}
