// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How the text of a parameter is read. */
public interface Kind {
  /** What a legal text looks like, to be read after "must be". */
  String rule();

  /**
   * Reads a text; any {@link IllegalArgumentException} or arithmetic one says it breaks the rule.
   */
  Object read(String text);

  /** Any text of at most 1,000 characters. */
  Kind TEXT = of("at most 1000 characters", Kind::text);

  /** An absolute time (RFC 3339), or one relative to now: now, -15m, -24h, -30d. */
  Kind TIME = of("a time such as 2026-11-21T09:30:00Z, now, -15m, -24h or -30d", Times::read);

  /** An amount of US dollars, 0 or more, at most 12 digits behind the point. */
  Kind MONEY = of("US dollars, from 0, with at most 12 decimals", Kind::money);

  /** A length of time such as 500ms, 10s or 2m, in nanoseconds. */
  Kind DURATION = of("a length of time such as 500ms, 10s, 2m or 1h", Times::nanos);

  /** 32 lower-case hexadecimal digits. */
  Kind TRACE_ID = of("32 lower-case hexadecimal digits", text -> matching("[0-9a-f]{32}", text));

  /** 16 lower-case hexadecimal digits. */
  Kind SPAN_ID = of("16 lower-case hexadecimal digits", text -> matching("[0-9a-f]{16}", text));

  /** A key and a value of at most 1,000 characters together. */
  Kind PAIR =
      of("key=value, at most 1000 characters", text -> text(matching("(?s)[^=]+=.*", text)));

  /** A key, or a key and a value, of at most 1,000 characters together. */
  Kind LABEL =
      of(
          "key or key=value, at most 1000 characters",
          text -> text(matching("(?s)[^=]+(=.*)?", text)));

  /** Any texts between commas, at most 4,000 characters together; or none. */
  Kind TEXTS = of("texts between commas, at most 4000 characters", Kind::texts);

  /** Words to look for, of at most 1,000 characters together, with a letter or a digit; or none. */
  Kind WORDS = of("words of letters and digits, at most 1000 characters", Kind::words);

  /** A place in a list, as an answer named it. */
  Kind CURSOR = of("next_cursor of an earlier answer to the same question", Cursor::read);

  /** A whole number. */
  static Kind count(int least, int most) {
    return of("a whole number from " + least + " to " + most, text -> within(least, most, text));
  }

  /** A value of one of some keys, of at most 1,000 characters together; or {@code any}. */
  static Kind anyOrPairOf(List<String> keys) {
    return of(
        "any, or key=value with one of " + String.join(", ", keys) + ", at most 1000 characters",
        text -> anyOrPair(keys, text));
  }

  /** One of some words; '' may be one of them. */
  static Kind oneOf(List<String> words) {
    return of(
        "one of " + words.stream().filter(word -> !word.isEmpty()).collect(joining(", ")),
        text -> requireThat(words.contains(text), text));
  }

  /** One of some words, each of which stands for a number. */
  static Kind coded(Map<String, Integer> numbers) {
    return of(
        "one of "
            + new TreeSet<>(numbers.keySet())
                .stream().filter(word -> !word.isEmpty()).collect(joining(", ")),
        text -> code(numbers, text));
  }

  /** Some of some words, between commas, each once; or none. */
  static Kind someOf(List<String> words) {
    return of(
        "some of " + String.join(", ", words) + ", between commas", text -> each(words, text));
  }

  private static Kind of(String rule, java.util.function.Function<String, Object> reader) {
    return new Kind() {
      @Override
      public String rule() {
        return rule;
      }

      @Override
      public Object read(String text) {
        return reader.apply(text);
      }
    };
  }

  private static Object text(String text) {
    return requireThat(text.length() <= 1000, text);
  }

  private static Object anyOrPair(List<String> keys, String text) {
    int end = text.indexOf('=');
    return text(
        requireThat(
            text.equals("any") || (end > 0 && keys.contains(text.substring(0, end))), text));
  }

  private static Object texts(String text) {
    requireThat(text.length() <= 4000, text);
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Object money(String text) {
    BigDecimal amount = new BigDecimal(requireThat(text.length() <= 40, text));
    boolean fits = amount.signum() >= 0 && amount.scale() <= 12 && amount.precision() <= 26;
    requireThat(fits && amount.scale() >= 0, text);
    return amount.toPlainString();
  }

  private static Object words(String text) {
    boolean some = text.codePoints().anyMatch(Character::isLetterOrDigit);
    return requireThat(text.isEmpty() || (some && text.length() <= 1000), text);
  }

  private static Object code(Map<String, Integer> numbers, String text) {
    return numbers.get(requireThat(numbers.containsKey(text), text));
  }

  private static String matching(String pattern, String text) {
    return requireThat(text.matches(pattern), text);
  }

  private static Object within(int least, int most, String text) {
    int number = Integer.parseInt(text);
    requireThat(number >= least && number <= most, text);
    return number;
  }

  private static Object each(List<String> words, String text) {
    List<String> chosen = text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    requireThat(
        words.containsAll(chosen) && chosen.stream().distinct().count() == chosen.size(), text);
    return chosen;
  }

  private static String requireThat(boolean legal, String text) {
    if (!legal) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
