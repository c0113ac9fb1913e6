// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.Unit;
import io.millrace.schemas.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** Multiplies the tokens of one call with the prices that were in force. Exact decimals. */
final class CallPrice {
  /** Pico-USD per token at one USD per million tokens. */
  private static final BigDecimal PICO_PER_TOKEN = BigDecimal.valueOf(1_000_000L);

  /** Pico-USD per request at one USD per thousand requests. */
  private static final BigDecimal PICO_PER_REQUEST = BigDecimal.valueOf(1_000_000_000L);

  private final Map<Unit, TokenPrice> prices;
  private final long inputTokens;
  private final PriceNotes notes;
  private BigDecimal picoUsd = BigDecimal.ZERO;
  private boolean known = true;

  private CallPrice(Map<Unit, TokenPrice> prices, long inputTokens, PriceNotes notes) {
    this.prices = prices;
    this.inputTokens = inputTokens;
    this.notes = notes;
  }

  /**
   * Pico-USD, rounded HALF_EVEN; empty where tokens were used that there is no price for.
   *
   * @param notes is told each product
   */
  static Optional<BigDecimal> of(Map<Unit, TokenPrice> prices, TokenUsage usage, PriceNotes notes) {
    if (prices.isEmpty()) {
      return Optional.empty();
    }
    CallPrice call = new CallPrice(prices, orZero(usage.inputTokens()), notes);
    call.addInput(usage);
    call.addOutput(usage);
    if (prices.containsKey(Unit.thousandRequests)) {
      call.add(1, PICO_PER_REQUEST, Unit.thousandRequests);
    }
    return call.known
        ? Optional.of(call.picoUsd.setScale(0, RoundingMode.HALF_EVEN))
        : Optional.empty();
  }

  private void addInput(TokenUsage usage) {
    long read = Math.min(orZero(usage.cacheReadTokens()), inputTokens);
    long write = Math.min(orZero(usage.cacheWriteTokens()), inputTokens - read);
    long write1h = Math.min(orZero(usage.cacheWrite1hTokens()), write);
    add(inputTokens - read - write, PICO_PER_TOKEN, Unit.input);
    // What has no price of its own is input: so do the providers that only cache silently.
    add(read, PICO_PER_TOKEN, Unit.cacheRead, Unit.input);
    add(write - write1h, PICO_PER_TOKEN, Unit.cacheWrite, Unit.input);
    add(write1h, PICO_PER_TOKEN, Unit.cacheWrite1h, Unit.cacheWrite, Unit.input);
  }

  private void addOutput(TokenUsage usage) {
    long output = orZero(usage.outputTokens());
    long reasoning = Math.min(orZero(usage.reasoningTokens()), output);
    add(output - reasoning, PICO_PER_TOKEN, Unit.output);
    add(reasoning, PICO_PER_TOKEN, Unit.reasoning, Unit.output);
  }

  /** The first of the units that has a price; the others stand in for it. */
  private void add(long count, BigDecimal picoPerUnit, Unit... units) {
    if (count == 0) {
      return;
    }
    for (Unit unit : units) {
      TokenPrice price = prices.get(unit);
      if (price != null) {
        BigDecimal each = price.at(inputTokens);
        picoUsd = picoUsd.add(each.multiply(picoPerUnit).multiply(BigDecimal.valueOf(count)));
        notes.add(() -> product(count, units[0], unit, price, each));
        return;
      }
    }
    notes.add(() -> "  %d %s: no price".formatted(count, units[0]));
    known = false;
  }

  private String product(long count, Unit used, Unit priced, TokenPrice price, BigDecimal each) {
    String per = priced == Unit.thousandRequests ? "thousand" : "million";
    String standIn = used == priced ? "" : ", priced as " + priced;
    String cliff = price.isTier(inputTokens) ? ", the price above a threshold" : "";
    return "  %d %s x %s USD per %s%s%s"
        .formatted(count, used, each.toPlainString(), per, standIn, cliff);
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }
}
