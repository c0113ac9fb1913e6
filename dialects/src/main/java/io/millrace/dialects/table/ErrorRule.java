// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import io.millrace.schemas.AgentSpanKind;
import java.util.List;
import java.util.Set;

/**
 * A failure that the dialect tells elsewhere than in OTLP's status.
 *
 * @param type what {@code error_type} says where the span has no better word; '' = nothing
 * @param kinds the kinds of span it is for; empty = all
 * @param when the spans it is for; null = all
 * @param source where to look; null = the condition says it all
 * @param equal values that mean failure; empty = any value but those in {@code except}
 * @param except values that mean no failure
 * @param message where the message is, or null
 * @param overridesOk whether it wins over a status that was set to OK, not only over UNSET
 */
public record ErrorRule(
    String type,
    Set<AgentSpanKind> kinds,
    Condition when,
    Source source,
    List<String> equal,
    List<String> except,
    Source message,
    boolean overridesOk) {
  public ErrorRule {
    type = type == null ? "" : type;
    kinds = kinds == null ? Set.of() : Set.copyOf(kinds);
    Checks.given("errors.source or errors.when", source == null ? when : source);
    equal = Checks.listOrEmpty(equal);
    except = Checks.listOrEmpty(except);
  }
}
