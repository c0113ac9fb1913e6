// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Condition;
import io.millrace.dialects.table.Condition.Evidence;
import io.millrace.dialects.table.DialectTable;
import io.millrace.dialects.table.RuleSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells a span's dialect: by scope and resource first, then by attributes, then by name. */
public final class Detector {
  private record Sign(Condition condition, Dialect dialect) {}

  private final Map<Evidence, List<Sign>> signs = new EnumMap<>(Evidence.class);
  private final Dialect none;

  public Detector(RuleSet rules) {
    List<DialectTable> shared = rules.shared().stream().map(name -> table(rules, name)).toList();
    none = new Dialect("", shared);
    for (Evidence evidence : Evidence.values()) {
      signs.put(evidence, new ArrayList<>());
    }
    for (DialectTable table : rules.tables()) {
      Dialect dialect = new Dialect(table.dialect(), stack(rules, table, shared));
      for (Condition condition : table.detect()) {
        signs.get(condition.evidence()).add(new Sign(condition, dialect));
      }
    }
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
    for (Evidence evidence : Evidence.values()) {
      for (Sign sign : signs.get(evidence)) {
        if (Conditions.holds(sign.condition(), span)) {
          return sign.dialect();
        }
      }
    }
    return none;
  }
}
