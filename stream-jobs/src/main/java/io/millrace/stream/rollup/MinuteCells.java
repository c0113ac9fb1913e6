// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import io.millrace.stream.state.BucketCounts;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arithmetic on {@link MinuteCell}: what it is keyed by, sums and differences. Additions wrap: a
 * sum that overflowed must still be taken back exactly, and what an emitter claims must never stop
 * the job. Money is kept in two parts so that it does not get there, see {@link MoneySum}.
 */
public final class MinuteCells {
  private static final long NANOS_PER_MINUTE = 60_000_000_000L;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final int USUAL_KEY_CHARS = 160;

  private MinuteCells() {}

  /**
   * One observation: sums and, for each histogram of the table, the bucket of its one value (null =
   * no value).
   */
  public static MinuteCell of(
      RollUpTable table,
      long timeUnixNano,
      List<String> dimensions,
      List<Long> sums,
      List<Integer> buckets) {
    long minute = Math.floorDiv(timeUnixNano, NANOS_PER_MINUTE) * SECONDS_PER_MINUTE;
    List<BucketCounts> histograms = new ArrayList<>();
    for (Integer bucket : buckets) {
      histograms.add(
          bucket == null
              ? new BucketCounts(List.of(), List.of())
              : new BucketCounts(List.of(bucket), List.of(1L)));
    }
    return new MinuteCell(table, minute, dimensions, sums, histograms);
  }

  /** The key of a cell: lengths before texts, so that no text can imitate another key. */
  public static String key(MinuteCell cell) {
    StringBuilder key = new StringBuilder(USUAL_KEY_CHARS);
    key.append(cell.getTable().name()).append('|').append(cell.getMinuteUnixSeconds());
    for (String dimension : cell.getDimensions()) {
      key.append('|').append(dimension.length()).append(':').append(dimension);
    }
    return key.toString();
  }

  /** The sum of two cells of one key. */
  public static MinuteCell add(MinuteCell a, MinuteCell b) {
    return combine(a, b, 1);
  }

  /** One cell a key. */
  public static List<MinuteCell> sumByKey(List<MinuteCell> cells) {
    return new ArrayList<>(byKey(cells).values());
  }

  /**
   * The deltas that turn the one into the other; both hold one cell a key. Keys without a
   * difference are left out.
   */
  public static List<MinuteCell> difference(List<MinuteCell> now, List<MinuteCell> before) {
    if (before.isEmpty()) {
      return now.stream().filter(cell -> !isZero(cell)).toList();
    }
    Map<String, MinuteCell> deltas = byKey(now);
    for (MinuteCell old : before) {
      deltas.merge(
          key(old), combine(zero(old), old, -1), (current, minus) -> combine(current, minus, 1));
    }
    deltas.values().removeIf(MinuteCells::isZero);
    return new ArrayList<>(deltas.values());
  }

  /** Whether nothing would change by adding it. */
  public static boolean isZero(MinuteCell cell) {
    return cell.getSums().stream().allMatch(sum -> sum == 0)
        && cell.getHistograms().stream().allMatch(histogram -> histogram.getIndexes().isEmpty());
  }

  /** A histogram as a sorted map from bucket to count. */
  public static Map<Integer, Long> buckets(BucketCounts histogram) {
    Map<Integer, Long> buckets = new TreeMap<>();
    for (int i = 0; i < histogram.getIndexes().size(); i++) {
      buckets.put(histogram.getIndexes().get(i), histogram.getCounts().get(i));
    }
    return buckets;
  }

  /** A sum of a cell; 0 where its state is older than the column. */
  static long sum(MinuteCell cell, int index) {
    return index < cell.getSums().size() ? cell.getSums().get(index) : 0;
  }

  private static Map<String, MinuteCell> byKey(List<MinuteCell> cells) {
    Map<String, MinuteCell> result = new LinkedHashMap<>();
    for (MinuteCell cell : cells) {
      result.merge(key(cell), cell, MinuteCells::add);
    }
    return result;
  }

  private static MinuteCell zero(MinuteCell like) {
    return new MinuteCell(
        like.getTable(),
        like.getMinuteUnixSeconds(),
        like.getDimensions(),
        like.getSums().stream().map(sum -> 0L).toList(),
        like.getHistograms().stream().map(h -> new BucketCounts(List.of(), List.of())).toList());
  }

  private static MinuteCell combine(MinuteCell a, MinuteCell b, int sign) {
    int sumCount = Math.max(a.getSums().size(), b.getSums().size());
    List<Long> sums = new ArrayList<>(sumCount);
    for (int i = 0; i < sumCount; i++) {
      sums.add(sum(a, i) + sign * sum(b, i));
    }
    List<BucketCounts> histograms = new ArrayList<>(a.getHistograms().size());
    for (int i = 0; i < a.getHistograms().size(); i++) {
      histograms.add(combine(a.getHistograms().get(i), b.getHistograms().get(i), sign));
    }
    return new MinuteCell(
        a.getTable(), a.getMinuteUnixSeconds(), a.getDimensions(), sums, histograms);
  }

  /** Both are ascending: walked side by side. */
  private static BucketCounts combine(BucketCounts a, BucketCounts b, int sign) {
    List<Integer> indexes = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    int atA = 0;
    int atB = 0;
    while (atA < a.getIndexes().size() || atB < b.getIndexes().size()) {
      int indexA = indexAt(a, atA);
      int indexB = indexAt(b, atB);
      int index = Math.min(indexA, indexB);
      long count = indexA == index ? a.getCounts().get(atA++) : 0;
      count += indexB == index ? sign * b.getCounts().get(atB++) : 0;
      if (count != 0) {
        indexes.add(index);
        counts.add(count);
      }
    }
    return new BucketCounts(indexes, counts);
  }

  private static int indexAt(BucketCounts histogram, int position) {
    List<Integer> indexes = histogram.getIndexes();
    return position < indexes.size() ? indexes.get(position) : Integer.MAX_VALUE;
  }
}
