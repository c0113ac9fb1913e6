// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.dialects.price.PriceBook;
import io.millrace.stream.state.TraceNotes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices for each trace: those that a repricing names for it, before the book's. So all calls
 * of a repriced trace are priced alike, those too that come later. Remembers the last few, for a
 * repricing names the same for many traces. Not thread-safe.
 */
final class Repricings {
  private static final Logger LOG = LoggerFactory.getLogger(Repricings.class);
  private static final int REMEMBERED = 8;

  private final PriceBook book;
  private final CostPrecedence precedence;
  private final CallPricing byTheBook;
  private final Map<String, CallPricing> byPrices =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CallPricing> eldest) {
          return size() > REMEMBERED;
        }
      };

  Repricings(PriceBook book, CostPrecedence precedence) {
    this.book = book;
    this.precedence = precedence;
    this.byTheBook = new CallPricing(book, precedence);
  }

  /** Of the repricing that a trace goes by; 0 = none. */
  static long version(TraceNotes notes) {
    return notes.getRepricing() == null ? 0 : notes.getRepricing().getVersion();
  }

  CallPricing of(TraceNotes notes) {
    if (notes.getRepricing() == null || notes.getRepricing().getPrices().isBlank()) {
      return byTheBook;
    }
    return byPrices.computeIfAbsent(notes.getRepricing().getPrices(), this::pricing);
  }

  /** Prices are checked when they come in; a build that reads them otherwise must not stop. */
  private CallPricing pricing(String prices) {
    try {
      return new CallPricing(book.withOverrides(prices), precedence);
    } catch (RuntimeException e) {
      LOG.error("The prices of a repricing cannot be read any more; the book's count instead", e);
      return byTheBook;
    }
  }
}
