// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts occurrences between two barriers, by workspace, signal and the minute of reception. The
 * equation that must hold over all operators: published = first seen + duplicate + dropped by
 * policy + dead-lettered. Not thread-safe.
 */
public final class Ledger {
  /** The signal of the spans. */
  public static final String SPANS = "spans";

  /** What can be counted; the order is that of the columns. */
  public enum Entry {
    PUBLISHED,
    FIRST_SEEN,
    DUPLICATE,
    DROPPED_BY_POLICY,
    DEAD_LETTERED
  }

  private final Map<String, MinuteCell> cells = new LinkedHashMap<>();

  /** Counts occurrences of spans received at a time. */
  public void count(Entry entry, String workspace, long receivedTimeUnixNano, long occurrences) {
    List<Long> sums = new ArrayList<>();
    for (Entry each : Entry.values()) {
      sums.add(each == entry ? occurrences : 0L);
    }
    MinuteCell cell =
        MinuteCells.of(
            RollUpTable.LEDGER, receivedTimeUnixNano, List.of(workspace, SPANS), sums, List.of());
    cells.merge(MinuteCells.key(cell), cell, MinuteCells::add);
  }

  /** All counts since the last drain, one cell a key. */
  public List<MinuteCell> drain() {
    List<MinuteCell> drained = new ArrayList<>(cells.values());
    cells.clear();
    return drained;
  }
}
