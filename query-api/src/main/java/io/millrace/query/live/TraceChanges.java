// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.live;

import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks again and again which traces have changed, and tells each change once. A row is made before
 * it is committed, and rows of several writers become visible in any order: so each question
 * reaches back over the last one that was answered, and what was told is remembered. Not
 * thread-safe.
 */
final class TraceChanges {
  /** Longer than a healthy commit takes. */
  static final Duration REACH_BACK = Duration.ofSeconds(30);

  /** Most changes of one question; beyond it the oldest are not told. */
  static final int MOST = 1000;

  private final QueryReader tables;
  private final Clock clock;
  private final Map<String, Object> toldVersions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > 20 * MOST;
        }
      };
  private long answeredNanos;

  TraceChanges(QueryReader tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
    answeredNanos = nanos();
  }

  /** What has changed and was not told yet, the earliest change first. */
  List<Map<String, Object>> next() throws IOException {
    long now = nanos();
    List<Map<String, Object>> rows =
        tables.ask(
            NamedQuery.TRACE_CHANGES,
            Map.of("since", answeredNanos - REACH_BACK.toNanos(), "limit", MOST));
    answeredNanos = now;
    List<Map<String, Object>> news = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      String key = row.get("trace_id") + "@" + row.get("workspace");
      if (!row.get("version").equals(toldVersions.put(key, row.get("version")))) {
        news.add(row);
      }
    }
    Collections.reverse(news);
    return news;
  }

  /** Starts over: nobody was there to be told. */
  void restart() {
    answeredNanos = nanos();
  }

  private long nanos() {
    return clock.millis() * 1_000_000;
  }
}
