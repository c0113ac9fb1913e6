// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import io.millrace.quickstart.audit.AuditReport.Finding;
import io.millrace.sql.audit.Difference;
import io.millrace.sql.audit.StoredSpans;
import io.millrace.sql.audit.StoredSpans.Place;
import io.millrace.sql.audit.StoredSpans.WorkspaceMinute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the spans of the log with the rows of {@code spans}, and names those that differ. */
final class SpanComparison {
  private static final String ROW = "a row of spans";
  private static final String NO_ROW = "no row";

  private final StoredSpans stored;
  private final int shown;

  SpanComparison(StoredSpans stored, int shown) {
    this.stored = stored;
    this.shown = shown;
  }

  /**
   * Spans of the log that have no row and were not deleted; the log is read once more to name them.
   */
  Finding missing(KeySet logged, RawLog log, Map<Integer, Long> until, LoggedSpans spans)
      throws IOException {
    KeySet missing = logged.without(rows());
    Map<String, Difference> named = new LinkedHashMap<>();
    if (missing.size() > 0) {
      log.readUntil(until, message -> spans.read(message, new Naming(missing, named)));
    }
    return new Finding("Each span of the log has its row in spans", List.copyOf(named.values()));
  }

  /** Rows whose span the log does not know. */
  Finding unknown(KeySet logged) throws IOException {
    List<Difference> unknown = new ArrayList<>();
    stored.forEachKey(
        key -> {
          if (unknown.size() < shown && !logged.contains(key)) {
            unknown.add(unknown(key));
          }
        });
    return new Finding("Each row of spans has its span in the log", List.copyOf(unknown));
  }

  private KeySet rows() throws IOException {
    KeySet.Builder rows = new KeySet.Builder();
    stored.forEachKey(rows::add);
    stored.forEachDeletedKey(rows::add);
    return rows.build();
  }

  private static Difference unknown(String key) {
    String[] ids = key.split(" ", -1);
    String workspace = new String(HexFormat.of().parseHex(ids[0]), StandardCharsets.UTF_8);
    return new Difference(workspace, item(ids[1], ids[2]), NO_ROW, ROW);
  }

  private static String item(String traceId, String spanId) {
    return "trace " + traceId + " span " + spanId;
  }

  /** Finds the names of spans by their keys. */
  private final class Naming implements LoggedSpans.Findings {
    private final KeySet missing;
    private final Map<String, Difference> named;

    Naming(KeySet missing, Map<String, Difference> named) {
      this.missing = missing;
      this.named = named;
    }

    @Override
    public void published(WorkspaceMinute minute, long occurrences) {
      // Only spans are named.
    }

    @Override
    public void span(Place place, String workspace, String traceId, String spanId) {
      String key = StoredSpans.key(workspace, traceId, spanId);
      if (named.size() < shown && missing.contains(key)) {
        named.put(key, new Difference(workspace, item(traceId, spanId), ROW, NO_ROW));
      }
    }
  }
}
