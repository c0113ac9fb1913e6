// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.table.RowBinaryDecoder;
import io.millrace.sql.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store would hold of one workspace's traces: the newest row of each span and trace, and
 * apart from it what is on its way. Used by the operator and by its archive's thread.
 */
final class CommittedRows {
  /**
   * A row.
   *
   * @param values by column name; strings as ISO 8859-1, so that bytes stay what they are
   */
  record StoredRow(byte[] bytes, Map<String, Object> values) {
    /** '' where a deleted row has no such column. */
    String text(String column) {
      return new String(bytes(column), StandardCharsets.UTF_8);
    }

    byte[] bytes(String column) {
      return values.getOrDefault(column, "").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isDeleted() {
      return values.containsKey("deleted");
    }

    long version() {
      return (long) values.get("version");
    }
  }

  private final Map<String, StoredRow> spans = new HashMap<>();
  private final Map<String, StoredRow> traces = new HashMap<>();
  private final Map<String, List<Long>> firstVersions = new HashMap<>();
  private final List<Runnable> frozen = new ArrayList<>();
  private final List<Long> spanCountsTold = new ArrayList<>();

  synchronized void freeze(Table table, byte[] bytes) {
    StoredRow row =
        new StoredRow(
            bytes.clone(), new RowBinaryDecoder(bytes, StandardCharsets.ISO_8859_1).row(table));
    String traceId = row.text("trace_id");
    if (table == Table.SPANS || table == Table.DELETED_SPANS) {
      frozen.add(() -> spans.put(traceId + row.text("span_id"), row));
    } else {
      frozen.add(() -> commitTrace(traceId, row));
    }
    if (table == Table.TRACES) {
      spanCountsTold.add((long) row.values().get("span_count"));
    }
  }

  private void commitTrace(String traceId, StoredRow row) {
    traces.put(traceId, row);
    firstVersions
        .computeIfAbsent(traceId, id -> new ArrayList<>())
        .add((Long) row.values().get("first_version"));
  }

  /** Of each row of a trace that was committed, what it names as the version of the first one. */
  synchronized List<Long> firstVersions(String traceId) {
    return List.copyOf(firstVersions.get(traceId));
  }

  synchronized void commit() {
    frozen.forEach(Runnable::run);
    frozen.clear();
  }

  /** Deleted ones too. */
  synchronized StoredRow storedTrace(String traceId) {
    return traces.get(traceId);
  }

  /** As a view shows it; null = it is not there, or deleted. */
  synchronized StoredRow trace(String traceId) {
    StoredRow row = traces.get(traceId);
    return row == null || row.isDeleted() ? null : row;
  }

  /** Deleted ones too. */
  synchronized List<StoredRow> spans(String traceId) {
    return spans.entrySet().stream()
        .filter(span -> span.getKey().startsWith(traceId))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Without their versions, by span id; no deleted ones. */
  synchronized Map<String, byte[]> spanRows() {
    Map<String, byte[]> rows = new HashMap<>();
    spans.values().stream()
        .filter(row -> !row.isDeleted())
        .forEach(row -> rows.put(row.text("span_id"), withoutVersion(row.bytes())));
    return rows;
  }

  /** What is kept of deleted spans, by span id. */
  synchronized Map<String, byte[]> deletedFacts() {
    Map<String, byte[]> facts = new HashMap<>();
    spans.values().stream()
        .filter(StoredRow::isDeleted)
        .forEach(row -> facts.put(row.text("span_id"), row.bytes("fact")));
    return facts;
  }

  /** Of a trace, those that were written together with its row. */
  synchronized List<String> newestSpans(String traceId) {
    long newest = trace(traceId).version();
    return spans(traceId).stream()
        .filter(row -> row.version() == newest)
        .map(row -> row.text("span_id"))
        .toList();
  }

  /** Of each row of a trace that was sent, how many spans it counts. */
  synchronized List<Long> spanCountsTold() {
    return List.copyOf(spanCountsTold);
  }

  synchronized void clearSpans() {
    spans.clear();
  }

  static byte[] withoutVersion(byte[] spanRow) {
    return Arrays.copyOf(spanRow, spanRow.length - Long.BYTES);
  }
}
