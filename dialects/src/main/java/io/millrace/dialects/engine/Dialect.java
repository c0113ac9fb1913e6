// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Bucket;
import io.millrace.dialects.table.Condition;
import io.millrace.dialects.table.DialectTable;
import io.millrace.dialects.table.DialectTable.TimeToFirstToken;
import io.millrace.dialects.table.ErrorRule;
import io.millrace.dialects.table.Field;
import io.millrace.dialects.table.KindRule;
import io.millrace.dialects.table.Source;
import io.millrace.dialects.table.TagSource;
import io.millrace.dialects.table.UsageRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One dialect as it is applied: its own table stacked on the shared ones, so that every field has
 * one list of sources. Built once, at load.
 */
public final class Dialect {
  /** A place of a token count, and the table that knows it. */
  record BucketSource(Place place, String table) {}

  /** A usage rule, and the table that has it. */
  record NamedRule(String table, UsageRule rule) {
    String name() {
      return table + "/" + rule.rule();
    }
  }

  private final String name;
  private final List<DialectTable> stack;
  private final Map<Field, Place[]> fields = new EnumMap<>(Field.class);
  private final Map<Bucket, List<BucketSource>> buckets = new EnumMap<>(Bucket.class);
  private final Set<String> absentValues;
  private final int longestAbsentValue;
  private final List<String> absentPrefixes;
  private final List<NamedRule> usageRules;
  private final List<KindRule> kinds;
  private final List<ErrorRule> errors;
  private final List<TagSource> tags;
  private final List<TimeToFirstToken> firstTokens;
  private final List<Condition> phantomTools;
  private final List<Condition> toolsInMessages;
  private final List<Condition> turns;
  private final List<Condition> notTurns;
  private final List<Condition> noise;
  private final List<Condition> placeholders;
  private final List<String> jsonTexts;

  /**
   * A dialect.
   *
   * @param name '' for the spans of no dialect
   * @param stack its own table first
   */
  Dialect(String name, List<DialectTable> stack) {
    this.name = name;
    this.stack = List.copyOf(stack);
    for (Field field : Field.values()) {
      fields.put(field, Place.of(stacked(field)));
    }
    for (Bucket bucket : Bucket.values()) {
      buckets.put(bucket, stacked(bucket));
    }
    absentValues = new HashSet<>(all(DialectTable::absentValues));
    longestAbsentValue = absentValues.stream().mapToInt(String::length).max().orElse(0);
    absentPrefixes = all(DialectTable::absentPrefixes);
    usageRules = usageRules();
    // What no dialect claims is no agent's span: its keys may say what they like.
    kinds = name.isEmpty() ? List.of() : all(DialectTable::kinds);
    errors = all(DialectTable::errors);
    tags = all(DialectTable::tags);
    firstTokens =
        stack.stream()
            .map(DialectTable::timeToFirstToken)
            .filter(places -> !places.equals(TimeToFirstToken.NONE))
            .toList();
    phantomTools = all(DialectTable::phantomTools);
    toolsInMessages = all(DialectTable::toolsInMessages);
    turns = all(DialectTable::turns);
    notTurns = all(DialectTable::notTurns);
    noise = all(DialectTable::noise);
    placeholders = all(DialectTable::placeholders);
    jsonTexts = all(DialectTable::jsonTexts);
  }

  private Set<Source> stacked(Field field) {
    Set<Source> sources = new LinkedHashSet<>();
    for (DialectTable table : stack) {
      sources.addAll(table.fields().getOrDefault(field, List.of()));
      if (table.exclusive().contains(field)) {
        break;
      }
    }
    return sources;
  }

  private List<BucketSource> stacked(Bucket bucket) {
    Set<Source> known = new HashSet<>();
    List<BucketSource> sources = new ArrayList<>();
    for (DialectTable table : stack) {
      for (Source source : table.usage().buckets().getOrDefault(bucket, List.of())) {
        if (known.add(source)) {
          sources.add(new BucketSource(new Place(source), table.dialect()));
        }
      }
    }
    return List.copyOf(sources);
  }

  private List<NamedRule> usageRules() {
    List<NamedRule> rules = new ArrayList<>();
    for (DialectTable table : stack) {
      table.usage().rules().forEach(rule -> rules.add(new NamedRule(table.dialect(), rule)));
    }
    return List.copyOf(rules);
  }

  private <T> List<T> all(Function<DialectTable, Collection<T>> part) {
    return stack.stream().flatMap(table -> part.apply(table).stream()).toList();
  }

  /** As stored; '' for the spans of no dialect. */
  public String name() {
    return name;
  }

  /** Beginnings of the keys whose texts are JSON. */
  public List<String> jsonTexts() {
    return jsonTexts;
  }

  /** The field's value by the first source that has one, missing where none has. */
  JsonNode find(Field field, SpanView span) {
    for (Place place : fields.get(field)) {
      JsonNode value = place.read(span);
      if (!isAbsent(value)) {
        return value;
      }
    }
    return MissingNode.getInstance();
  }

  /** Likewise as text, '' where none has one. */
  String findText(Field field, SpanView span) {
    return AnyValues.text(find(field, span));
  }

  private boolean isAbsent(JsonNode value) {
    if (value.isMissingNode()) {
      return true;
    }
    if (value.isTextual()) {
      return isAbsent(value.textValue());
    }
    return value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  private boolean isAbsent(String text) {
    // the hash of a long text costs as much as its length
    if (text.isEmpty() || (text.length() <= longestAbsentValue && absentValues.contains(text))) {
      return true;
    }
    for (String prefix : absentPrefixes) {
      if (text.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  List<BucketSource> sources(Bucket bucket) {
    return buckets.get(bucket);
  }

  /**
   * The usage rule for counts that {@code table} knew how to find: the dialect's own rules first,
   * then those of that table.
   */
  NamedRule usageRule(String table, SpanView span) {
    for (NamedRule named : usageRules) {
      boolean asked = named.table().equals(name) || named.table().equals(table);
      Condition when = named.rule().when();
      if (asked && (when == null || Conditions.holds(when, span))) {
        return named;
      }
    }
    throw new IllegalStateException("a table with counts has a rule without a condition: " + table);
  }

  List<KindRule> kinds() {
    return kinds;
  }

  List<ErrorRule> errors() {
    return errors;
  }

  List<TagSource> tags() {
    return tags;
  }

  List<TimeToFirstToken> firstTokens() {
    return firstTokens;
  }

  boolean isPhantomTool(SpanView span) {
    return Conditions.any(phantomTools, span);
  }

  /** Whether the span's messages tell which tools were executed. */
  boolean tellsToolsInMessages(SpanView span) {
    return Conditions.any(toolsInMessages, span);
  }

  /** Whether the span is a user's turn. */
  public boolean isTurn(SpanView span) {
    return Conditions.any(turns, span) && !isNotTurn(span);
  }

  /** Whether the span says that no user began its trace. */
  public boolean isNotTurn(SpanView span) {
    return Conditions.any(notTurns, span);
  }

  /** Whether a span that tells nothing of the agent is known to be its plumbing. */
  public boolean isNoise(SpanView span) {
    return Conditions.any(noise, span);
  }

  /** Whether the span was sent before the real one. */
  public boolean isPlaceholder(SpanView span) {
    return Conditions.any(placeholders, span);
  }
}
