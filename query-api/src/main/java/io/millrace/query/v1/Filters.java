// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Cursor;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The parameters that several endpoints share. */
final class Filters {
  static final String WORKSPACE = "workspace";
  static final String FROM = "from";
  static final String TO = "to";
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";
  static final String FORMAT = "format";
  static final String GROUP_BY = "group_by";
  static final String INTERVAL = "interval";

  /** Whose data. */
  static final Parameter OF_WORKSPACE = Parameter.optional(WORKSPACE, Kind.TEXT, "default");

  static final Parameter BY_INTERVAL =
      Parameter.optional(
          INTERVAL, Kind.coded(Map.of("", 0, "minute", 60, "hour", 3600, "day", 86_400)), "");

  /** Whose data, and of when; every list takes them. */
  private static final List<Parameter> SCOPE =
      List.of(
          OF_WORKSPACE,
          Parameter.optional(FROM, Kind.TIME, "-30d"),
          Parameter.optional(TO, Kind.TIME, "now"));

  /** More than a list may have; and not bound as they are. */
  private static final Set<String> UNBOUND = Set.of(CURSOR, FORMAT);

  private Filters() {}

  static Parameter text(String name) {
    return Parameter.optional(name, Kind.TEXT, "");
  }

  static Stream<Parameter> texts(String... names) {
    return Arrays.stream(names).map(Filters::text);
  }

  static Parameter limit(int defaultLimit, int mostRows) {
    return Parameter.optional(LIMIT, Kind.count(1, mostRows), Integer.toString(defaultLimit));
  }

  static Parameter cursor() {
    return Parameter.optional(CURSOR, Kind.CURSOR, "");
  }

  /** One of some words, or the fallback. */
  static Parameter word(String name, String fallback, String... words) {
    return Parameter.optional(
        name,
        Kind.oneOf(Stream.concat(Stream.of(fallback), Arrays.stream(words)).distinct().toList()),
        fallback);
  }

  /** The parameters of every list, then its own. */
  @SafeVarargs
  static List<Parameter> scopeAnd(Stream<Parameter>... own) {
    List<Parameter> all = new ArrayList<>(SCOPE);
    for (Stream<Parameter> each : own) {
      each.forEach(all::add);
    }
    return List.copyOf(all);
  }

  /**
   * The arguments as parameters of a named query: under their own names, the place of a cursor as
   * after_key, after_id and after_id2, the limit one more, which tells whether there are more rows.
   */
  static Map<String, Object> bound(Arguments arguments, int cursorIds) {
    Map<String, Object> bound = new HashMap<>(arguments.all());
    bound.keySet().removeAll(UNBOUND);
    bound.computeIfPresent(LIMIT, (name, limit) -> (Integer) limit + 1);
    if (cursorIds > 0) {
      Cursor cursor = arguments.cursor(CURSOR);
      bound.put("after_key", cursor.key().toString());
      bound.put("after_id", cursor.id(0));
      if (cursorIds > 1) {
        bound.put("after_id2", cursor.id(1));
      }
    }
    return bound;
  }
}
