// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The dimensions by which the rows of a list may be told apart. A query has each as a column {@code
 * by_...}, '' where it was not asked for; an answer has those asked for, under their names.
 */
record Grouping(List<String> dimensions, String fallback) {
  static final Grouping NONE = new Grouping(List.of(), "");

  private static final String PREFIX = "by_";

  /** Dimensions of which none is told unless asked for. */
  static Grouping of(String... dimensions) {
    return new Grouping(List.of(dimensions), "");
  }

  /** The same, of which one is told unless others are asked for. */
  Grouping unlessAsked(String dimension) {
    return new Grouping(dimensions, dimension);
  }

  /** A filter for each dimension, and which of them to tell apart. */
  Stream<Parameter> parameters() {
    return Stream.concat(
        dimensions.stream().map(Filters::text),
        Stream.of(
            Parameter.optional(Filters.GROUP_BY, Kind.someOf(dimensions), fallback),
            Filters.BY_INTERVAL));
  }

  /** Columns that were not asked for. */
  List<String> unasked(Arguments arguments) {
    List<String> unasked = new ArrayList<>();
    if (!dimensions.isEmpty()) {
      List<String> asked = arguments.words(Filters.GROUP_BY);
      dimensions.stream()
          .filter(each -> !asked.contains(each))
          .forEach(each -> unasked.add(PREFIX + each));
    }
    return unasked;
  }

  /** A row with its dimensions under their own names. */
  static Map<String, Object> named(Map<String, Object> columns) {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach(
        (column, value) ->
            row.put(column.startsWith(PREFIX) ? column.substring(PREFIX.length()) : column, value));
    return row;
  }
}
