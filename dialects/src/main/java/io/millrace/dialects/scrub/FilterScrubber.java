// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import java.util.Locale;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scrubs the texts in a filter of MLflow's searches. What is compared with a tag or with metadata
 * is scrubbed as that is, so that the filter finds the scrubbed copies of what it had found; so is
 * what is compared with an assessment. One word that is looked for elsewhere, such as an id, a name
 * or a state, survives.
 */
final class FilterScrubber {
  private static final Pattern PART =
      Pattern.compile(
          "'(?<text>[^']*)'|(?<entity>[A-Za-z_]+)(?:\\.(?:`(?<quoted>[^`]*)`|(?<key>[\\w.-]+)))?");

  /** Those whose keys are somebody's own. */
  private static final Set<String> KEYED =
      Set.of("tag", "tags", "metadata", "request_metadata", "feedback", "expectation");

  private static final Set<String> OPERATORS = Set.of("NOT", "IN", "LIKE", "ILIKE", "RLIKE");

  private static final Pattern WORD = Pattern.compile("%?[\\w.:-]{0,128}%?");

  private final BinaryOperator<String> entry;

  /**
   * A scrubber.
   *
   * @param entry scrubs the text under a key
   */
  FilterScrubber(BinaryOperator<String> entry) {
    this.entry = entry;
  }

  String scrub(String filter) {
    StringBuilder scrubbed = new StringBuilder();
    Matcher part = PART.matcher(filter);
    String key = null;
    while (part.find()) {
      String text = part.group("text");
      if (text != null) {
        String told = "'" + text(key, text) + "'";
        part.appendReplacement(scrubbed, Matcher.quoteReplacement(told));
      } else if (!OPERATORS.contains(part.group("entity").toUpperCase(Locale.ROOT))) {
        key = KEYED.contains(part.group("entity")) ? key(part) : null;
      }
    }
    return part.appendTail(scrubbed).toString();
  }

  private static String key(Matcher part) {
    return part.group("quoted") == null ? part.group("key") : part.group("quoted");
  }

  private String text(String key, String text) {
    if (key != null) {
      return entry.apply(key, text);
    }
    return WORD.matcher(text).matches() ? text : Filler.of(text);
  }
}
