// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether a rule of the price table means a name; case is ignored, as genai-prices does. */
final class ModelMatch implements Predicate<String> {
  private final Predicate<String> test;

  /** Exactly one of these is given. */
  @JsonCreator
  ModelMatch(
      @JsonProperty("equals") String equal,
      @JsonProperty("startsWith") String start,
      @JsonProperty("endsWith") String end,
      @JsonProperty("contains") String part,
      @JsonProperty("regex") String regex,
      @JsonProperty("any") List<ModelMatch> any,
      @JsonProperty("all") List<ModelMatch> all) {
    if (equal != null) {
      test = lower(equal)::equals;
    } else if (start != null) {
      String prefix = lower(start);
      test = name -> name.startsWith(prefix);
    } else if (end != null) {
      String suffix = lower(end);
      test = name -> name.endsWith(suffix);
    } else if (part != null) {
      String infix = lower(part);
      test = name -> name.contains(infix);
    } else if (regex != null) {
      test = Pattern.compile(regex).asPredicate();
    } else if (any != null) {
      test = name -> any.stream().anyMatch(match -> match.test(name));
    } else if (all != null) {
      test = name -> all.stream().allMatch(match -> match.test(name));
    } else {
      throw new IllegalArgumentException("a match rule must test something");
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether the rule means the name, which is in lower case. */
  @Override
  public boolean test(String name) {
    return test.test(name);
  }
}
