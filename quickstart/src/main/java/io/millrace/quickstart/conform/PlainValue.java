// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one form in which truth and views are compared: numbers as {@link BigDecimal} without
 * trailing zeros, names as sorted sets, counts by name as sorted maps.
 */
final class PlainValue {
  /** SQL's NULL: unlike a fact that a view does not have, it is held against the truth. */
  static final String UNKNOWN = "NULL";

  private PlainValue() {}

  /**
   * The plain form.
   *
   * @throws NumberFormatException if a value that is neither a collection nor a map is no number
   */
  static Object of(Object value) {
    if (value == null) {
      return UNKNOWN;
    }
    if (value instanceof Collection<?> names) {
      TreeSet<String> texts = new TreeSet<>();
      names.forEach(name -> texts.add(name.toString()));
      return texts;
    }
    if (value instanceof Map<?, ?> counts) {
      TreeMap<String, BigDecimal> byName = new TreeMap<>();
      counts.forEach((name, count) -> byName.put(name.toString(), number(count)));
      return byName;
    }
    return number(value);
  }

  private static BigDecimal number(Object value) {
    BigDecimal number = new BigDecimal(value.toString());
    // zero keeps its scale when stripped; a negative scale would be written as 1E+3
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
