// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import java.util.function.Predicate;

/**
 * SQL's LIKE: % stands for any text, the empty one too, _ for any character. No regular expression:
 * one of a stranger may take time without bound, this takes at most the product of the lengths.
 */
final class LikePattern implements Predicate<String> {
  private static final int NONE = -1;

  private final int[] pattern;

  private LikePattern(String pattern) {
    this.pattern = pattern.codePoints().toArray();
  }

  /** Upper and lower case differ. */
  static Predicate<String> exactly(String pattern) {
    return new LikePattern(pattern);
  }

  /** Upper and lower case are the same. */
  static Predicate<String> ignoringCase(String pattern) {
    LikePattern folded = new LikePattern(fold(pattern));
    return text -> folded.test(fold(text));
  }

  /** What regular expressions take for the same letter, whatever the language. */
  private static String fold(String text) {
    return text.codePoints()
        .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public boolean test(String told) {
    int[] text = told.codePoints().toArray();
    int next = 0;
    int lastPercent = NONE;
    int takenByPercent = 0;
    int at = 0;
    while (at < text.length) {
      if (next < pattern.length && pattern[next] == '%') {
        lastPercent = next++;
        takenByPercent = at;
      } else if (next < pattern.length && (pattern[next] == '_' || pattern[next] == text[at])) {
        next++;
        at++;
      } else if (lastPercent != NONE) {
        // only the last % has to take more: what the ones before took is the least they can
        next = lastPercent + 1;
        at = ++takenByPercent;
      } else {
        return false;
      }
    }
    while (next < pattern.length && pattern[next] == '%') {
      next++;
    }
    return next == pattern.length;
  }
}
