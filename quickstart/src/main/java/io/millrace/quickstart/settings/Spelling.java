// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a misspelt word may have meant. */
final class Spelling {
  private Spelling() {}

  /** {@code : did you mean '...'?}, or nothing where no candidate is near. */
  static String suggestion(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> ": did you mean '" + near + "'?").orElse("");
  }

  /** The candidate nearest to the word, if no more than a third of the word differs. */
  private static Optional<String> nearest(String word, Collection<String> candidates) {
    int allowedEdits = Math.max(2, word.length() / 3);
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
        .filter(candidate -> edits(word, candidate) <= allowedEdits);
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one character. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
