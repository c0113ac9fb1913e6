// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Facts by name, in the one form in which truth and views are compared: numbers as their plain text
 * without trailing zeros, lists of names as sorted sets, counts by name as sorted maps.
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
    addWhatFollows(facts);
    facts.put("spans", client.spans());
    return of(facts);
  }

  private static void addWhatFollows(Map<String, Object> facts) {
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
      facts.put("unpriced_calls", 0);
    }
    if (facts.get("sessions") instanceof List<?> sessions) {
      // no client's session has two users
      facts.put("session_count", sessions.size());
    }
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

  Facts only(String name) {
    return new Facts(Map.of(name, byName.get(name)));
  }

  /** A line for each fact of this view that is not as in the truth; what only one has is left. */
  List<String> differences(String view, Facts truth) {
    List<String> lines = new ArrayList<>();
    byName.forEach(
        (name, told) -> {
          Object is = truth.byName.getOrDefault(name, told);
          if (!is.equals(told)) {
            lines.add("%s.%s: %s is told, %s is true".formatted(view, name, told, is));
          }
        });
    return lines;
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
      Map<String, String> byName = new TreeMap<>();
      counts.forEach((name, count) -> byName.put(name.toString(), plainNumber(count)));
      return byName;
    }
    return plainNumber(value);
  }

  private static BigDecimal total(Map<?, ?> counts) {
    return counts.values().stream()
        .map(count -> new BigDecimal(count.toString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String plainNumber(Object value) {
    BigDecimal number = new BigDecimal(value.toString());
    // zero keeps its scale when stripped
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
