// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.control;

import io.millrace.dialects.price.PriceBook;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The book of each workspace: prices that were put by REST, before those of the settings, before
 * the tables. Of two that weigh the same the one that was put later holds.
 */
final class PriceOverrides {
  private static final Logger LOG = LoggerFactory.getLogger(PriceOverrides.class);
  private static final Comparator<ControlWord> BY_PLACE =
      Comparator.comparingLong((ControlWord word) -> word.version).thenComparing(word -> word.name);

  private final PriceBook book;
  private final Map<String, Map<String, ControlWord>> byWorkspace = new HashMap<>();

  /** Of the workspaces that have overrides, and were asked for. */
  private final Map<String, PriceBook> books = new HashMap<>();

  PriceOverrides(PriceBook book) {
    this.book = book;
  }

  void take(ControlWord word) {
    Map<String, ControlWord> words =
        byWorkspace.computeIfAbsent(word.workspace, any -> new TreeMap<>());
    words.put(word.name, word);
    if (word.isRemoved()) {
      words.remove(word.name);
    }
    books.remove(word.workspace);
  }

  int size() {
    return byWorkspace.values().stream().mapToInt(Map::size).sum();
  }

  PriceBook bookOf(String workspace) {
    Map<String, ControlWord> words = byWorkspace.getOrDefault(workspace, Map.of());
    return words.isEmpty() ? book : books.computeIfAbsent(workspace, any -> over(words));
  }

  /** They were tried when they came in; a build that reads them otherwise must not stop. */
  private PriceBook over(Map<String, ControlWord> words) {
    try {
      return book.withOverrides(
          words.values().stream().sorted(BY_PLACE).map(word -> word.body).toList());
    } catch (RuntimeException e) {
      LOG.error("Price overrides cannot be read any more; the book's count instead", e);
      return book;
    }
  }
}
