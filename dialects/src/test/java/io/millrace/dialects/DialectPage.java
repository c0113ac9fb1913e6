// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import io.millrace.dialects.table.Bucket;
import io.millrace.dialects.table.Condition;
import io.millrace.dialects.table.DialectTable;
import io.millrace.dialects.table.ErrorRule;
import io.millrace.dialects.table.Field;
import io.millrace.dialects.table.KindRule;
import io.millrace.dialects.table.RuleSet;
import io.millrace.dialects.table.Source;
import io.millrace.dialects.table.UsageRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes docs/dialects.md from the tables: what is read from whom. */
final class DialectPage {
  static final Path FILE = Path.of("..", "docs", "dialects.md");

  private final RuleSet rules;
  private final StringBuilder page = new StringBuilder();

  private DialectPage(RuleSet rules) {
    this.rules = rules;
  }

  /** The page as it should be. */
  static String of(RuleSet rules) {
    return new DialectPage(rules).text();
  }

  private String text() {
    line("# What is read from whom");
    line("");
    line("Generated from the tables of `dialects` (version %s), by".formatted(rules.version()));
    line(
        "`mvn -pl dialects test -Dtest=DialectPageTest -Dpage=write`; the build checks that it is current.");
    line(
        "A dialect's own table is asked first, then its base's, then %s."
            .formatted(quoted(rules.shared())));
    line("");
    line("| dialect | recognised by | usage rules |");
    line("|---|---|---|");
    for (DialectTable table : rules.tables()) {
      line(
          "| [%s](#%s) | %s | %s |"
              .formatted(
                  table.dialect(),
                  table.dialect(),
                  joined(table.detect(), DialectPage::condition, "<br>"),
                  joined(table.usage().rules(), UsageRule::rule, ", ")));
    }
    rules.tables().forEach(this::section);
    return page.toString();
  }

  private void section(DialectTable table) {
    line("");
    line("## " + table.dialect());
    if (table.base() != null) {
      line("Refines [%s](#%s).".formatted(table.base(), table.base()));
    }
    List<String> rows = new ArrayList<>();
    add(rows, "kind", table.kinds(), DialectPage::kind);
    for (Field field : Field.values()) {
      add(rows, name(field), table.fields().getOrDefault(field, List.of()), DialectPage::source);
    }
    for (Bucket bucket : Bucket.values()) {
      List<Source> sources = table.usage().buckets().getOrDefault(bucket, List.of());
      add(rows, "tokens: " + name(bucket), sources, DialectPage::source);
    }
    add(rows, "what they include", table.usage().rules(), DialectPage::usageRule);
    add(rows, "failures", table.errors(), DialectPage::error);
    add(rows, "turns", table.turns(), DialectPage::condition);
    add(rows, "no turns", table.notTurns(), DialectPage::condition);
    add(rows, "no tool calls", table.phantomTools(), DialectPage::condition);
    add(rows, "tools in messages", table.toolsInMessages(), DialectPage::condition);
    add(rows, "noise", table.noise(), DialectPage::condition);
    if (!rows.isEmpty()) {
      line("");
      line("| | |");
      line("|---|---|");
      rows.forEach(this::line);
    }
  }

  private static <T> void add(
      List<String> rows, String what, Collection<T> values, Function<T, String> text) {
    if (!values.isEmpty()) {
      rows.add("| %s | %s |".formatted(what, joined(values, text, "<br>")));
    }
  }

  private static <T> String joined(
      Collection<T> values, Function<T, String> text, String separator) {
    return values.stream().map(text).collect(Collectors.joining(separator));
  }

  private static String kind(KindRule rule) {
    if (rule.key() == null) {
      return "%s: %s".formatted(rule.kind(), condition(rule.when()));
    }
    return "`%s`: %s"
        .formatted(
            rule.key(),
            rule.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> "%s = %s".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static String usageRule(UsageRule rule) {
    return "%s: input %s, output %s%s"
        .formatted(
            rule.rule(),
            words(rule.input()),
            words(rule.output()),
            rule.when() == null ? "" : ", where " + condition(rule.when()));
  }

  private static String error(ErrorRule rule) {
    String value = rule.source() == null ? "" : source(rule.source());
    String equal = rule.equal().isEmpty() ? "" : " is " + quoted(rule.equal());
    String except = rule.except().isEmpty() ? "" : " is not " + quoted(rule.except());
    String when = rule.when() == null ? "" : " where " + condition(rule.when());
    return "%s%s%s%s".formatted(value, equal, except, when).strip();
  }

  private static String condition(Condition c) {
    List<String> parts = new ArrayList<>();
    say(parts, "scope", c.scope());
    say(parts, "scope begins", c.scopePrefix());
    say(parts, "service", c.service());
    say(parts, "span", c.name());
    say(parts, "span begins", c.namePrefix());
    say(parts, "span ends", c.nameSuffix());
    say(parts, "span kind", c.spanKind());
    c.has().forEach(key -> say(parts, "has", key));
    c.hasNot().forEach(key -> say(parts, "has not", key));
    say(parts, "some key begins", c.keyPrefix());
    values(parts, "=", c.equal());
    values(parts, "begins", c.startsWith());
    values(parts, "ends", c.endsWith());
    values(parts, "contains", c.contains());
    if (c.given() != null) {
      parts.add("has " + source(c.given()));
    }
    return String.join(" and ", parts);
  }

  private static void say(List<String> parts, String what, String value) {
    if (value != null) {
      parts.add("%s `%s`".formatted(what, value));
    }
  }

  private static void values(List<String> parts, String how, Map<String, String> values) {
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> parts.add("`%s` %s `%s`".formatted(e.getKey(), how, e.getValue())));
  }

  private static String source(Source source) {
    if (source instanceof Source.Attribute s) {
      return "`%s`".formatted(s.key());
    } else if (source instanceof Source.AttributeWhere s) {
      return "`%s` where `%s` = `%s`".formatted(s.of(), s.where(), s.is());
    } else if (source instanceof Source.AttributeUnless s) {
      return "`%s` unless it begins `%s`".formatted(s.of(), s.unlessPrefix());
    } else if (source instanceof Source.InJson s) {
      return "`%s` in the JSON of `%s`".formatted(s.at(), s.json());
    } else if (source instanceof Source.InPython s) {
      return "`%s` in the Python literal of `%s`".formatted(s.at(), s.python());
    } else if (source instanceof Source.Answer s) {
      return "`%s` with `%s`".formatted(s.text(), s.toolCalls());
    } else if (source instanceof Source.ResourceAttribute s) {
      return "`%s` of the resource".formatted(s.resource());
    } else if (source instanceof Source.EventAttribute s) {
      return "`%s` of the event `%s`".formatted(s.key(), s.event());
    } else if (source instanceof Source.NameAfter s) {
      return "the name after `%s`".formatted(s.nameAfter());
    } else if (source instanceof Source.NameBefore s) {
      return "the name before `%s`".formatted(s.nameBefore());
    } else if (source instanceof Source.Indexed s) {
      return "`%s*`".formatted(s.indexed());
    } else if (source instanceof Source.MessageEvents s) {
      return "events " + quoted(s.messageEvents().keySet().stream().sorted().toList());
    }
    return "the span's name";
  }

  private static String quoted(Collection<String> texts) {
    return joined(texts, text -> "`" + text + "`", ", ");
  }

  /** INCLUDES_CACHE reads "includes cache". */
  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String name(Enum<?> constant) {
    return words(constant);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
