// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Condition;
import io.millrace.dialects.table.DialectTable;
import io.millrace.dialects.table.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells a span's dialect: by scope and resource first, then by attributes, then by name. */
public final class Detector {
  private record Sign(Condition condition, Dialect dialect) {}

  /** In the order in which they are asked. */
  private final List<Sign> signs = new ArrayList<>();

  /** Of them those that can hold for spans of a scope of this name. */
  private final Map<String, Sign[]> signsByScope = new HashMap<>();

  /** Those that do not ask for a name of the scope. */
  private final Sign[] signsOfAnyScope;

  private final Dialect none;

  public Detector(RuleSet rules) {
    List<DialectTable> shared = rules.shared().stream().map(name -> table(rules, name)).toList();
    none = new Dialect("", shared);
    for (DialectTable table : rules.tables()) {
      Dialect dialect = new Dialect(table.dialect(), stack(rules, table, shared));
      for (Condition condition : table.detect()) {
        signs.add(new Sign(condition, dialect));
      }
    }
    // stable: of equal evidence, in the order of the tables
    signs.sort(Comparator.comparing(sign -> sign.condition().evidence()));
    signsOfAnyScope = signsOf(null);
    for (Sign sign : signs) {
      String scope = sign.condition().scope();
      if (scope != null) {
        signsByScope.computeIfAbsent(scope, this::signsOf);
      }
    }
  }

  private Sign[] signsOf(String scope) {
    return signs.stream()
        .filter(s -> s.condition().scope() == null || s.condition().scope().equals(scope))
        .toArray(Sign[]::new);
  }

  private static DialectTable table(RuleSet rules, String name) {
    return rules.tables().stream().filter(t -> t.dialect().equals(name)).findFirst().orElseThrow();
  }

  private static List<DialectTable> stack(
      RuleSet rules, DialectTable own, List<DialectTable> shared) {
    Set<DialectTable> stack = new LinkedHashSet<>();
    stack.add(own);
    if (own.base() != null) {
      stack.add(table(rules, own.base()));
    }
    stack.addAll(shared);
    return List.copyOf(stack);
  }

  /** The span's dialect; one with the name '' where nothing tells. */
  public Dialect detect(SpanView span) {
    for (Sign sign : signsByScope.getOrDefault(span.scope().getName(), signsOfAnyScope)) {
      if (Conditions.holds(sign.condition(), span)) {
        return sign.dialect();
      }
    }
    return none;
  }
}
