// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import io.millrace.sql.table.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads traces back, whole and in batches. May be shared between threads. */
public final class StoredTraces implements AutoCloseable {
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

  /** A row of a span ends with its version. */
  private static final String ROW_BUT_VERSION =
      Table.SPANS.columns().stream()
          .map(Map.Entry::getKey)
          .filter(column -> !column.equals("version"))
          .collect(Collectors.joining(", "));

  private static final String WHERE =
      " FINAL WHERE gen = {gen:UInt32} AND workspace = {workspace:String} AND trace_id IN ('%s')"
          + " SETTINGS optimize_move_to_prewhere_if_final = 1";

  private static final String TRACES =
      "SELECT trace_id, version, request_preview, response_preview, state FROM trace_rows" + WHERE;

  private static final String SPANS =
      "SELECT trace_id, version, fact, formatRow('RowBinary', %s) FROM span_rows"
              .formatted(ROW_BUT_VERSION)
          + WHERE;

  /** Of a refused row, the sink keeps the bytes; its strings stand in them as they are. */
  private static final String REFUSED =
      "SELECT count() AS refused FROM dead_letter_rows FINAL WHERE gen = {gen:UInt32}"
          + " AND topic IN ('span_rows', 'trace_rows')"
          + " AND position(bytes, {trace_id:String}) > 0"
          + " AND position(bytes, {workspace:String}) > 0";

  private final SqlReader reader;
  private final int generation;

  /** Reads one generation of the tables. */
  public StoredTraces(ClickHouseEndpoint endpoint, int generation) {
    this.reader = new SqlReader(endpoint);
    this.generation = generation;
  }

  /** Takes spans while they come in: all of a large trace need not be in memory as bytes. */
  @FunctionalInterface
  public interface SpanReader {
    void span(String traceId, StoredSpan span) throws IOException;
  }

  /**
   * Those of the traces that have a row.
   *
   * @param traceIds 32 hex digits each
   * @return by trace id
   * @throws IOException if ClickHouse answered with an error, or not at all
   */
  public Map<String, StoredTrace> readTraces(String workspace, Collection<String> traceIds)
      throws IOException {
    Map<String, StoredTrace> traces = new HashMap<>();
    read(
        TRACES,
        workspace,
        traceIds,
        row -> {
          String traceId = row.string();
          long version = row.int64();
          traces.put(traceId, new StoredTrace(version, row.string(), row.string(), row.bytes()));
        });
    return traces;
  }

  /**
   * All spans of the traces, in any order.
   *
   * @param traceIds 32 hex digits each
   * @throws IOException if ClickHouse answered with an error, or not at all, perhaps after spans
   */
  public void readSpans(String workspace, Collection<String> traceIds, SpanReader spans)
      throws IOException {
    read(
        SPANS,
        workspace,
        traceIds,
        row -> {
          String traceId = row.string();
          long version = row.int64();
          byte[] fact = row.bytes();
          byte[] butVersion = row.bytes();
          spans.span(
              traceId,
              new StoredSpan(
                  version, fact, Arrays.copyOf(butVersion, butVersion.length + Long.BYTES)));
        });
  }

  /**
   * Whether ClickHouse has refused a row of the trace, so that it will never be found.
   *
   * @throws IOException if ClickHouse answered with an error, or not at all
   */
  public boolean hasRefusedRow(String workspace, String traceId) throws IOException {
    Map<String, Object> parameters =
        Map.of("gen", generation, "workspace", workspace, "trace_id", traceId);
    Object count = reader.query(REFUSED, parameters).get(0).get("refused");
    return Long.parseLong(count.toString()) > 0;
  }

  @Override
  public void close() {
    reader.close();
  }

  private interface RowReader {
    void row(RowBinaryCursor row) throws IOException;
  }

  /** The ids stand in the text, which is sent as a body: as parameters they would fill a URL. */
  private void read(String sql, String workspace, Collection<String> traceIds, RowReader rows)
      throws IOException {
    for (String traceId : traceIds) {
      if (!TRACE_ID.matcher(traceId).matches()) {
        throw new IllegalArgumentException("a trace id must be 32 hex digits, was " + traceId);
      }
    }
    reader.read(
        sql.formatted(String.join("', '", traceIds)),
        Map.of("gen", generation, "workspace", workspace),
        Map.of(),
        "RowBinary",
        result -> {
          RowBinaryCursor cursor = new RowBinaryCursor(result);
          while (cursor.hasNext()) {
            rows.row(cursor);
          }
        });
  }
}
