// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.dialects.price.PriceBook;
import io.millrace.stream.state.TraceNotes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices for each trace: those that a repricing names for it, before the book's. So all calls
 * of a repriced trace are priced alike, those too that come later. Remembers the last few, for many
 * traces go by the same. Not thread-safe.
 */
final class Repricings {
  private static final Logger LOG = LoggerFactory.getLogger(Repricings.class);
  private static final int REMEMBERED = 8;

  /** Books have no equals: another one of the same prices is another key. */
  private record Prices(PriceBook book, String before) {}

  private final Function<String, PriceBook> books;
  private final CostPrecedence precedence;
  private final Map<Prices, CallPricing> byPrices =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Prices, CallPricing> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param books that of each workspace
   */
  Repricings(Function<String, PriceBook> books, CostPrecedence precedence) {
    this.books = books;
    this.precedence = precedence;
  }

  /** Of the repricing that a trace goes by; 0 = none. */
  static long version(TraceNotes notes) {
    return notes.getRepricing() == null ? 0 : notes.getRepricing().getVersion();
  }

  CallPricing of(String workspace, TraceNotes notes) {
    String before = notes.getRepricing() == null ? "" : notes.getRepricing().getPrices();
    return byPrices.computeIfAbsent(new Prices(books.apply(workspace), before), this::pricing);
  }

  /** Prices are checked when they come in; a build that reads them otherwise must not stop. */
  private CallPricing pricing(Prices prices) {
    try {
      return new CallPricing(prices.book.withOverrides(prices.before), precedence);
    } catch (RuntimeException e) {
      LOG.error("The prices of a repricing cannot be read any more; the book's count instead", e);
      return new CallPricing(prices.book, precedence);
    }
  }
}
