// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A question of analysts, of the folder {@code sql/queries}.
 *
 * @param name of its file, without its ending
 * @param title the question in words, its first line
 * @param text the statement, with parameters as {@code {name:Type}}
 * @param parameters their types by name, in the order of the text
 */
public record SavedQuery(String name, String title, String text, Map<String, String> parameters) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+):\\s*([^}]+)}");
  private static final String COMMENT = "-- ";

  /** A folder in a jar cannot be listed; a test holds this list against the folder. */
  private static final List<SavedQuery> ALL =
      Stream.of(
              "cache_use",
              "cost_by_day_and_service",
              "cost_by_user_and_model",
              "emitter_costs_against_price_book",
              "first_token_by_model",
              "ledger_balance",
              "minutes_against_spans",
              "model_tool_and_other_time",
              "open_traces",
              "retries_and_waste",
              "sessions_over_budget",
              "slowest_steps",
              "tool_failure_rates",
              "unpriced_models")
          .map(SavedQuery::load)
          .toList();

  /** All, by name. */
  public static List<SavedQuery> all() {
    return ALL;
  }

  static SavedQuery of(String name, String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    String first = text.lines().findFirst().orElse("");
    return new SavedQuery(
        name,
        first.startsWith(COMMENT) ? first.substring(COMMENT.length()) : name,
        text,
        parameters);
  }

  private static SavedQuery load(String name) {
    String file = "/io/millrace/sql/queries/" + name + ".sql";
    try (InputStream resource = SavedQuery.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("no query " + file + " on the class path");
      }
      return of(name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
