// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.parameter.Arguments;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks for the newest first: of a short time before the end of the one that was asked for, and of
 * longer ones until the list is full. What started within the short time is before all that started
 * earlier, so the rows are those that the whole time would give.
 */
final class NewestFirst {
  private static final String SORT = "sort";
  private static final String ORDER = "order";

  /** Bound where a query can do better for a time that is not long ago. */
  private static final String NARROW = "narrow";

  private static final String AFTER_ID = "after_id";
  private static final String AFTER_KEY = "after_key";

  /** What finds few traces, whatever the time: it is asked once. */
  private static final List<String> SELECTIVE =
      List.of("session_id", "attribute", "assessment", "error", "unpriced");

  private static final long SHORTEST_NANOS = Duration.ofMinutes(4).toNanos();
  private static final int FACTOR = 8;

  /** Then the whole time: one that is nearly as long costs nearly as much. */
  private static final int SHORT_TIMES = 4;

  private NewestFirst() {}

  /**
   * The rows of a list, in its order.
   *
   * @param bound the parameters of the query, its limit one more than was asked for
   */
  static List<Map<String, Object>> ask(
      QueryReader tables, NamedQuery query, Arguments arguments, Map<String, Object> bound)
      throws IOException {
    if (isNewestFirst(arguments)) {
      Map<String, Object> asked = new HashMap<>(bound);
      long from = (Long) asked.get(Filters.FROM);
      long to = Math.min((Long) asked.get(Filters.TO), afterLast(asked));
      long nanos = SHORTEST_NANOS;
      for (int i = 0; i < SHORT_TIMES && nanos < to - from; i++, nanos *= FACTOR) {
        asked.put(Filters.FROM, to - nanos);
        List<Map<String, Object>> rows = ask(tables, query, asked, 1);
        if (rows.size() >= (Integer) asked.get(Filters.LIMIT)) {
          return rows;
        }
      }
    }
    return ask(tables, query, bound, 0);
  }

  /** Completes the parameters of a query that is asked once. */
  static void bindWhole(NamedQuery query, Map<String, Object> bound) {
    bindNarrow(query, bound, 0);
  }

  private static void bindNarrow(NamedQuery query, Map<String, Object> bound, int narrow) {
    if (query.parameters().contains(NARROW)) {
      bound.put(NARROW, narrow);
    }
  }

  /** Nothing of the page starts later than what its cursor names. */
  private static long afterLast(Map<String, Object> asked) {
    if (asked.getOrDefault(AFTER_ID, "").equals("")) {
      return Long.MAX_VALUE;
    }
    BigInteger end = new BigInteger(asked.get(AFTER_KEY).toString()).add(BigInteger.ONE);
    return end.bitLength() < Long.SIZE ? Math.max(0, end.longValue()) : Long.MAX_VALUE;
  }

  private static boolean isNewestFirst(Arguments arguments) {
    Map<String, Object> all = arguments.all();
    return "start_time".equals(all.get(SORT))
        && "desc".equals(all.get(ORDER))
        && SELECTIVE.stream()
            .map(all::get)
            .allMatch(value -> value == null || value.equals("") || value.equals(List.of()));
  }

  private static List<Map<String, Object>> ask(
      QueryReader tables, NamedQuery query, Map<String, Object> bound, int narrow)
      throws IOException {
    Map<String, Object> parameters = new HashMap<>(bound);
    bindNarrow(query, parameters, narrow);
    return tables.ask(query, parameters);
  }
}
