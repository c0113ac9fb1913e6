// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.audit;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the tables say that an audit compares with the log. */
public final class StoredSpans {
  /** Hexadecimal, because a workspace may hold anything. */
  private static final String KEYS =
      "SELECT concat(lower(hex(workspace)), ' ', trace_id, ' ', span_id) FROM spans";

  private static final String DELETED_KEYS =
      "SELECT concat(lower(hex(workspace)), ' ', trace_id, ' ', arrayJoin(span_ids)) FROM deletions";

  private static final String DELETED_TRACES =
      "SELECT workspace, trace_id FROM deletions WHERE whole";

  private static final String PROGRESS =
      "SELECT partition, toString(next_offset) AS next FROM progress WHERE topic = {topic:String}";

  private static final String PUBLISHED =
      "SELECT workspace, toString(toUnixTimestamp(minute)) AS second, toString(published) AS spans"
          + " FROM ledger_1m WHERE signal = 'spans'";

  private static final String LETTERS =
      "SELECT partition, toString(offset) AS offset, position FROM dead_letters WHERE topic = {topic:String}";

  private final SqlReader tables;

  /** Asks these tables. */
  public StoredSpans(SqlReader tables) {
    this.tables = tables;
  }

  /**
   * A place in the log.
   *
   * @param position index of the span in its record; -1 = the whole record
   */
  public record Place(int partition, long offset, int position) {}

  /** The workspace and minute (seconds since the epoch) of a count. */
  public record WorkspaceMinute(String workspace, long epochSecond) {
    /** By time, then workspace. */
    public static final Comparator<WorkspaceMinute> ORDER =
        Comparator.comparingLong(WorkspaceMinute::epochSecond)
            .thenComparing(WorkspaceMinute::workspace);
  }

  /** Up to where the views show the log: the next offset of each partition. */
  public Map<Integer, Long> progress(String topic) throws IOException {
    Map<Integer, Long> next = new HashMap<>();
    for (Map<String, Object> row : tables.query(PROGRESS, Map.of("topic", topic))) {
      next.put(integer(row, "partition"), Long.parseLong(row.get("next").toString()));
    }
    return next;
  }

  /** What the ledger says was published. */
  public Map<WorkspaceMinute, Long> published() throws IOException {
    Map<WorkspaceMinute, Long> published = new HashMap<>();
    for (Map<String, Object> row : tables.query(PUBLISHED, Map.of())) {
      published.put(
          new WorkspaceMinute(
              row.get("workspace").toString(), Long.parseLong(row.get("second").toString())),
          Long.parseLong(row.get("spans").toString()));
    }
    return published;
  }

  /** The places in a topic whose spans are dead letters. */
  public Set<Place> deadLettered(String topic) throws IOException {
    Set<Place> places = new HashSet<>();
    for (Map<String, Object> row : tables.query(LETTERS, Map.of("topic", topic))) {
      places.add(
          new Place(
              integer(row, "partition"),
              Long.parseLong(row.get("offset").toString()),
              integer(row, "position")));
    }
    return places;
  }

  /**
   * Reads the key of every row of {@code spans}, in no order and without holding them.
   *
   * @param key takes workspace (UTF-8, hexadecimal), trace id and span id, a space between them
   */
  public void forEachKey(Consumer<String> key) throws IOException {
    try (Lines lines = new Lines(key)) {
      tables.stream(KEYS, Map.of(), "TSV", lines);
    }
  }

  /** The same for the spans that were deleted, which have no row any more. */
  public void forEachDeletedKey(Consumer<String> key) throws IOException {
    try (Lines lines = new Lines(key)) {
      tables.stream(DELETED_KEYS, Map.of(), "TSV", lines);
    }
  }

  /** The traces that were deleted as a whole: keys with an empty span id. */
  public Set<String> deletedTraces() throws IOException {
    Set<String> traces = new HashSet<>();
    for (Map<String, Object> row : tables.query(DELETED_TRACES, Map.of())) {
      traces.add(key(row.get("workspace").toString(), row.get("trace_id").toString(), ""));
    }
    return traces;
  }

  /** The key of a span, as {@link #forEachKey} tells it. */
  public static String key(String workspace, String traceId, String spanId) {
    return HexFormat.of().formatHex(workspace.getBytes(StandardCharsets.UTF_8))
        + ' '
        + traceId
        + ' '
        + spanId;
  }

  private static int integer(Map<String, Object> row, String column) {
    return Integer.parseInt(row.get(column).toString());
  }

  /** Cuts what is written to it into lines of ASCII. */
  private static final class Lines extends OutputStream {
    private final Consumer<String> line;
    private byte[] pending = new byte[256];
    private int length;

    Lines(Consumer<String> line) {
      this.line = line;
    }

    @Override
    public void write(int octet) {
      if (octet == '\n') {
        line.accept(new String(pending, 0, length, StandardCharsets.US_ASCII));
        length = 0;
        return;
      }
      if (length == pending.length) {
        pending = Arrays.copyOf(pending, length * 2);
      }
      pending[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      for (int i = offset; i < offset + count; i++) {
        write(bytes[i]);
      }
    }
  }
}
