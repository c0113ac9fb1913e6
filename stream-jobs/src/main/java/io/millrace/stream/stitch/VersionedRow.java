// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.SchemaNormalization;

/**
 * Rows with a fingerprint of everything but their volatile columns, so that a row that came out as
 * before is not written again.
 */
final class VersionedRow {
  private static final int VERSION_BYTES = Long.BYTES;

  private VersionedRow() {}

  /**
   * A row of {@code span_rows}, encoded once: the version is its last column and is filled in when
   * it is known.
   */
  record OfSpan(String spanId, byte[] encoded, long fingerprint) {
    byte[] bytes(long version) {
      byte[] bytes = encoded.clone();
      ByteBuffer.wrap(bytes, bytes.length - VERSION_BYTES, VERSION_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(version);
      return bytes;
    }
  }

  static List<OfSpan> ofSpans(List<SpanRow> rows) {
    return rows.stream().map(VersionedRow::ofSpan).toList();
  }

  private static OfSpan ofSpan(SpanRow row) {
    byte[] encoded = Table.SPANS.encode(row);
    byte[] stable = Arrays.copyOf(encoded, encoded.length - VERSION_BYTES);
    return new OfSpan(row.spanId(), encoded, SchemaNormalization.fingerprint64(stable));
  }

  /** Of a row whose volatile columns are 0. */
  static long fingerprint(TraceRow row) {
    return SchemaNormalization.fingerprint64(Table.TRACES.encode(row));
  }

  static TraceRow versioned(TraceRow row, long updatedTimeUnixNano, long version) {
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
        row.noise());
  }
}
