// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import io.millrace.sql.audit.StoredSpans;
import io.millrace.sql.audit.StoredSpans.Place;
import io.millrace.sql.audit.StoredSpans.WorkspaceMinute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Adds up what the log holds: occurrences by minute of reception, and the set of its spans. */
final class LogTally implements LoggedSpans.Findings {
  private final Set<Place> deadLettered;
  private final LongConsumer progress;
  private final Map<WorkspaceMinute, Long> published = new HashMap<>();
  private final KeySet.Builder keys = new KeySet.Builder();
  private long occurrences;

  /**
   * An empty tally.
   *
   * @param deadLettered spans that need have no row
   * @param progress takes the occurrences seen so far
   */
  LogTally(Set<Place> deadLettered, LongConsumer progress) {
    this.deadLettered = deadLettered;
    this.progress = progress;
  }

  @Override
  public void published(WorkspaceMinute minute, long count) {
    published.merge(minute, count, Long::sum);
    occurrences += count;
    progress.accept(occurrences);
  }

  @Override
  public void span(Place place, String workspace, String traceId, String spanId) {
    if (!LoggedSpans.isIn(deadLettered, place)) {
      keys.add(StoredSpans.key(workspace, traceId, spanId));
    }
  }

  Map<WorkspaceMinute, Long> published() {
    return published;
  }

  long occurrences() {
    return occurrences;
  }

  KeySet keys() {
    return keys.build();
  }
}
