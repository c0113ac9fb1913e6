// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.parameter.Cursor;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The rows of a list up to its limit, and where the next ones are; one row more than asked tells of
 * them.
 *
 * @param nextCursor null = there are no more, or the list has no cursor
 * @param truncated whether there are more
 */
record Page(List<Map<String, Object>> rows, String nextCursor, boolean truncated) {
  /** The column that a list is sorted by; lists without it are sorted by {@code start_time}. */
  static final String SORT_KEY = "sort_key";

  /**
   * A page.
   *
   * @param rows one more than {@code limit} if there are more
   * @param ids the columns that tell rows of one sort key apart; none = the list has no cursor
   * @param hidden columns that are not told
   */
  static Page of(List<Map<String, Object>> rows, int limit, List<String> ids, Set<String> hidden) {
    boolean more = rows.size() > limit;
    String next = more && !ids.isEmpty() ? cursor(rows.get(limit - 1), ids).write() : null;
    return new Page(
        rows.stream().limit(limit).map(row -> without(hidden, row)).toList(), next, more);
  }

  private static Map<String, Object> without(Set<String> hidden, Map<String, Object> row) {
    Map<String, Object> told = new LinkedHashMap<>(row);
    told.keySet().removeAll(hidden);
    return told;
  }

  private static Cursor cursor(Map<String, Object> last, List<String> ids) {
    Object key = last.getOrDefault(SORT_KEY, last.get("start_time"));
    return new Cursor(
        key instanceof ZonedDateTime time ? nanos(time) : new BigInteger(key.toString()),
        ids.stream().map(id -> last.get(id).toString()).toList());
  }

  private static BigInteger nanos(ZonedDateTime time) {
    return BigInteger.valueOf(TimeUnit.SECONDS.toNanos(time.toEpochSecond()) + time.getNano());
  }

  /** As an answer tells it; a list without a cursor says whether there are more. */
  ObjectNode json(String name, boolean hasCursor) {
    ObjectNode page = Json.object();
    ArrayNode list = page.putArray(name);
    rows.stream().map(Json::row).forEach(list::add);
    if (hasCursor) {
      page.put("next_cursor", nextCursor);
    } else {
      page.put("truncated", truncated);
    }
    return page;
  }
}
