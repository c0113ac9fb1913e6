// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.parameter.Cursor;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A page of a list that is sorted by start time, then ids; one row more than asked tells of a next
 * one.
 */
final class Page {
  private Page() {}

  /**
   * The answer of a list.
   *
   * @param name of the list in the answer
   * @param rows one more than {@code limit} if there are more
   * @param ids the columns that tell rows of one time apart, as sorted
   */
  static ObjectNode of(String name, List<Map<String, Object>> rows, int limit, String... ids) {
    ObjectNode page = Json.object();
    ArrayNode list = page.putArray(name);
    rows.stream().limit(limit).map(Json::row).forEach(list::add);
    if (rows.size() > limit) {
      page.put("next_cursor", cursor(rows.get(limit - 1), ids).write());
    } else {
      page.putNull("next_cursor");
    }
    return page;
  }

  private static Cursor cursor(Map<String, Object> last, String... ids) {
    ZonedDateTime start = (ZonedDateTime) last.get("start_time");
    long nanos = TimeUnit.SECONDS.toNanos(start.toEpochSecond()) + start.getNano();
    return new Cursor(nanos, Arrays.stream(ids).map(id -> last.get(id).toString()).toList());
  }
}
