// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a table must fulfil to be loaded at all: a malformed one is an error at start. */
final class Checks {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private Checks() {}

  static void name(String field, String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field + " must be lower-case words joined by dashes, was " + value);
    }
  }

  static void given(String field, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " must be given");
    }
  }

  static void text(String field, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
  }

  static <T> List<T> listOrEmpty(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  static <K, V> Map<K, V> mapOrEmpty(Map<K, V> values) {
    return values == null ? Map.of() : Map.copyOf(values);
  }
}
