// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.dialects.otlp.ContentHash;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows under a version; a span's with a fingerprint of everything else, so that a row that came out
 * as before is not written again.
 */
final class VersionedRow {
  private static final int VERSION_BYTES = Long.BYTES;

  private VersionedRow() {}

  /**
   * A row of {@code span_rows}, encoded once: the version is its last column and is filled in when
   * it is known.
   */
  record OfSpan(String spanId, byte[] encoded, long fingerprint) {
    /** The bytes under a version; the same array at every call. */
    byte[] bytes(long version) {
      ByteBuffer.wrap(encoded, encoded.length - VERSION_BYTES, VERSION_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(version);
      return encoded;
    }
  }

  /** Of a row whose version is 0. */
  static OfSpan of(SpanRow row) {
    byte[] encoded = Table.SPANS.encode(row);
    return new OfSpan(row.spanId(), encoded, fingerprint(encoded));
  }

  /** Never 0, which stands for a row that was not told. */
  private static long fingerprint(byte[] row) {
    long hash = ContentHash.of(row);
    return hash == 0 ? 1 : hash;
  }

  /** A trace's row with what only who writes it knows. */
  static TraceRow versioned(
      TraceRow row, long updatedTimeUnixNano, long version, byte[] state, long firstVersion) {
    return new TraceRow(
        row.gen(),
        row.workspace(),
        row.experimentId(),
        row.traceId(),
        row.name(),
        row.serviceName(),
        row.agentName(),
        row.startTimeUnixNano(),
        row.durationNanos(),
        row.endTimeUnixNano(),
        row.sessionId(),
        row.userId(),
        row.sessions(),
        row.users(),
        row.status(),
        row.rootSeen(),
        row.openSpans(),
        row.spanCount(),
        row.errorCount(),
        row.llmCalls(),
        row.llmErrors(),
        row.toolCalls(),
        row.toolErrors(),
        row.turns(),
        row.inputTokens(),
        row.outputTokens(),
        row.cacheReadTokens(),
        row.cacheWriteTokens(),
        row.reasoningTokens(),
        row.costPicoUsd(),
        row.unpricedCalls(),
        row.emitterCostPicoUsd(),
        row.computedCostPicoUsd(),
        row.costParts(),
        row.models(),
        row.tools(),
        row.dialects(),
        row.requestPreview(),
        row.responsePreview(),
        row.tags(),
        row.receivedTimeUnixNano(),
        updatedTimeUnixNano,
        version,
        row.parts(),
        row.noise(),
        state,
        firstVersion);
  }
}
