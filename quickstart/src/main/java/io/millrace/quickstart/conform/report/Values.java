// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform.report;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** A fact's value on one line. */
final class Values {
  private Values() {}

  static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Collection<?> names) {
      return names.isEmpty()
          ? "none"
          : names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> counts) {
      return counts.isEmpty()
          ? "none"
          : counts.entrySet().stream()
              .map(count -> count.getKey() + " " + text(count.getValue()))
              .collect(Collectors.joining(", "));
    }
    return String.valueOf(value);
  }
}
