// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import io.millrace.ingest.experiment.Experiment;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the filter of a search for experiments: comparisons of attributes and tags with texts or
 * whole numbers, joined by AND.
 *
 * @see <a href="https://mlflow.org/docs/3.17.2/search/search-experiments/">MLflow 3.17.2, search
 *     experiments</a>
 */
final class ExperimentFilter {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:(?<scope>attributes?|attr|tags?)\\.)?(?:`(?<quoted>[^`]+)`|\"(?<doubly>[^\"]+)\""
              + "|(?<key>[\\w./-]+))\\s*(?<operator>!=|>=|<=|=|>|<|(?i:I?LIKE)\\b)\\s*"
              + "(?:'(?<single>[^']*)'|\"(?<double>[^\"]*)\"|(?<number>-?\\d+))\\s*");
  private static final Pattern AND = Pattern.compile("(?i:AND)\\b");

  /** Texts. */
  private static final Map<String, Function<Experiment, String>> TEXTS =
      Map.of("name", Experiment::name, "experiment_id", Experiment::id);

  /** Milliseconds since the epoch. */
  private static final Map<String, Function<Experiment, Long>> NUMBERS =
      Map.of(
          "creation_time", experiment -> experiment.created().toEpochMilli(),
          "last_update_time", experiment -> experiment.updated().toEpochMilli());

  /** Whether the sign of a comparison is what the operator wants. */
  private static final Map<String, Predicate<Integer>> ORDERS =
      Map.of(
          "=", sign -> sign == 0,
          "!=", sign -> sign != 0,
          ">", sign -> sign > 0,
          ">=", sign -> sign >= 0,
          "<", sign -> sign < 0,
          "<=", sign -> sign <= 0);

  private ExperimentFilter() {}

  /**
   * The filter.
   *
   * @param text '' = all
   * @throws MlflowException naming the place that is not understood
   */
  static Predicate<Experiment> parse(String text) {
    Predicate<Experiment> all = experiment -> true;
    if (text.isBlank()) {
      return all;
    }
    Matcher comparison = COMPARISON.matcher(text);
    int at = 0;
    while (true) {
      if (!comparison.region(at, text.length()).lookingAt()) {
        throw bad("is no comparison at '" + text.substring(at) + "'");
      }
      all = all.and(comparison(comparison));
      at = comparison.end();
      if (at == text.length()) {
        return all;
      }
      Matcher and = AND.matcher(text).region(at, text.length());
      if (!and.lookingAt()) {
        throw bad("must go on with AND at '" + text.substring(at) + "'");
      }
      at = and.end();
    }
  }

  private static Predicate<Experiment> comparison(Matcher told) {
    String key = first(told, "quoted", "doubly", "key");
    String operator = told.group("operator").toUpperCase(Locale.ROOT);
    String scope = told.group("scope");
    if (scope != null && scope.startsWith("tag")) {
      return text(one -> one.tags().get(key), operator, value(told, key));
    }
    if (TEXTS.containsKey(key)) {
      return text(TEXTS.get(key), operator, value(told, key));
    }
    if (!NUMBERS.containsKey(key)) {
      throw bad("knows no attribute '" + key + "'");
    }
    if (told.group("number") == null || !ORDERS.containsKey(operator)) {
      throw bad("must compare " + key + " with a number");
    }
    try {
      long number = Long.parseLong(told.group("number"));
      return one -> ORDERS.get(operator).test(Long.compare(NUMBERS.get(key).apply(one), number));
    } catch (NumberFormatException e) {
      throw bad("has a number that is too large: " + told.group("number"));
    }
  }

  private static String value(Matcher told, String key) {
    if (told.group("number") != null) {
      throw bad("must compare " + key + " with a text in quotes");
    }
    return first(told, "single", "double");
  }

  private static Predicate<Experiment> text(
      Function<Experiment, String> field, String operator, String value) {
    Predicate<String> matches =
        switch (operator) {
          case "=" -> value::equals;
          case "!=" -> text -> !value.equals(text);
          case "LIKE" -> LikePattern.exactly(value);
          case "ILIKE" -> LikePattern.ignoringCase(value);
          default -> throw bad("has " + operator + " for a text");
        };
    return one -> field.apply(one) != null && matches.test(field.apply(one));
  }

  private static String first(Matcher told, String... groups) {
    for (String group : groups) {
      if (told.group(group) != null) {
        return told.group(group);
      }
    }
    return "";
  }

  private static MlflowException bad(String rule) {
    return MlflowException.badField("filter", rule);
  }
}
