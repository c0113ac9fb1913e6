// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  /** What can be counted; the order is that of the columns. */
  public enum Entry {
    PUBLISHED,
    FIRST_SEEN,
    DUPLICATE,
    DROPPED_BY_POLICY,
    DEAD_LETTERED,
    /** Of those first seen: since deleted. */
    DELETED
  }

  private record Account(String workspace, long receivedMinute) {}

  private final Map<Account, Map<Entry, Long>> counts = new LinkedHashMap<>();

  /** Counts occurrences of spans received at a time. */
  public void count(Entry entry, String workspace, long receivedTimeUnixNano, long occurrences) {
    Account account = new Account(workspace, Math.floorDiv(receivedTimeUnixNano, NANOS_PER_MINUTE));
    counts
        .computeIfAbsent(account, key -> new EnumMap<>(Entry.class))
        .merge(entry, occurrences, Long::sum);
  }

  /** All counts since the last drain, one cell a key. */
  public List<MinuteCell> drain() {
    List<MinuteCell> drained = new ArrayList<>();
    counts.forEach((account, entries) -> drained.add(cell(account, entries)));
    counts.clear();
    return drained;
  }

  private static MinuteCell cell(Account account, Map<Entry, Long> entries) {
    return MinuteCells.of(
        RollUpTable.LEDGER,
        account.receivedMinute() * NANOS_PER_MINUTE,
        List.of(account.workspace(), SPANS),
        Arrays.stream(Entry.values()).map(entry -> entries.getOrDefault(entry, 0L)).toList(),
        List.of());
  }
}
