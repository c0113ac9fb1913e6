// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Facts by name, in the one form in which truth and views are compared: numbers without their
 * scale, lists of names as sorted sets, counts by name as sorted maps.
 */
record Facts(Map<String, Object> byName) {
  /** SQL's NULL: unlike a fact that a view does not have, it is held against the truth. */
  private static final String UNKNOWN = "NULL";

  private static final Set<String> NO_FACTS = Set.of("client", "note", "not_sent");

  /**
   * What is true of a client: its {@code expected.json}, and what follows from it for columns that
   * are not named there.
   */
  static Facts trueOf(CorpusClient client) {
    Map<String, Object> facts = new TreeMap<>(client.expected());
    facts.keySet().removeAll(NO_FACTS);
    for (String identity : notSent(client)) {
      if (identity.equals("sessions") || identity.equals("users")) {
        facts.put(identity, List.of());
      }
    }
    facts.put("spans", client.spans());
    facts.put("dead_lettered", 0);
    facts.put("in_flight", 0);
    for (String counts : List.of("tool_calls", "tool_errors")) {
      if (facts.get(counts) instanceof Map<?, ?> byTool) {
        facts.put(counts + "_total", total(byTool));
      }
    }
    if (facts.get("tool_calls") instanceof Map<?, ?> byTool) {
      facts.put("tools", List.copyOf(byTool.keySet()));
    }
    if (facts.containsKey("list_price_usd")) {
      // cost.precedence is `computed`: the list price is the cost
      facts.put("cost_usd", facts.get("list_price_usd"));
    }
    return of(facts);
  }

  static Facts of(Map<String, Object> values) {
    Map<String, Object> plain = new TreeMap<>();
    values.forEach((name, value) -> plain.put(name, plain(value)));
    return new Facts(plain);
  }

  /** Names of the facts that the client's telemetry does not carry. */
  static Set<String> notSent(CorpusClient client) {
    Set<String> names = new TreeSet<>();
    if (client.expected().get("not_sent") instanceof Map<?, ?> reasons) {
      reasons.keySet().forEach(name -> names.add(name.toString()));
    }
    return names;
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** Those that the others have too. */
  Facts sharedWith(Facts others) {
    Map<String, Object> shared = new TreeMap<>(byName);
    shared.keySet().retainAll(others.names());
    return new Facts(shared);
  }

  private static Object plain(Object value) {
    if (value == null) {
      return UNKNOWN;
    }
    if (value instanceof List<?> names) {
      Set<String> texts = new TreeSet<>();
      names.forEach(name -> texts.add(name.toString()));
      return texts;
    }
    if (value instanceof Map<?, ?> counts) {
      Map<String, BigDecimal> byName = new TreeMap<>();
      counts.forEach((name, count) -> byName.put(name.toString(), number(count)));
      return byName;
    }
    return number(value);
  }

  private static BigDecimal total(Map<?, ?> counts) {
    return counts.values().stream().map(Facts::number).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal number(Object value) {
    BigDecimal number = new BigDecimal(value.toString());
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }
}
