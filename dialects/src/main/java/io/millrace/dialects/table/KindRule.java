// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import io.millrace.schemas.AgentSpanKind;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a dialect tells what a span is: either by the value of an attribute, or by a condition.
 *
 * @param key the attribute that names the kind, or null
 * @param values its values, in lower case; a value that is not here says nothing
 * @param when the condition, or null
 * @param kind the kind where the condition holds
 */
public record KindRule(
    String key, Map<String, AgentSpanKind> values, Condition when, AgentSpanKind kind) {
  public KindRule {
    values =
        Checks.mapOrEmpty(values).entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    boolean byKey = key != null && !values.isEmpty() && when == null && kind == null;
    boolean byCondition = key == null && values.isEmpty() && when != null && kind != null;
    if (byKey == byCondition) {
      throw new IllegalArgumentException(
          "a kind rule has either key and values, or when and kind: " + key + " " + when);
    }
  }
}
