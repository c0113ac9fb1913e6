// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.Unit;
import io.millrace.schemas.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * Multiplies the tokens of one call with the prices that were in force. Exact decimals; pico-USD,
 * rounded HALF_EVEN at the end.
 */
final class CallPrice {
  /** 100,000 USD: a call that costs more is implausible. */
  static final BigDecimal MAX_PICO_USD = BigDecimal.valueOf(100_000_000_000_000_000L);

  /** Pico-USD per token at one USD per million tokens. */
  private static final BigDecimal PICO_PER_TOKEN = BigDecimal.valueOf(1_000_000L);

  /** Pico-USD per request at one USD per thousand requests. */
  private static final BigDecimal PICO_PER_REQUEST = BigDecimal.valueOf(1_000_000_000L);

  private final Map<Unit, TokenPrice> prices;
  private final TokenUsage usage;
  private final long inputTokens;
  private final PriceNotes notes;
  private boolean known = true;

  /** Not rounded. */
  private final BigDecimal inputPicoUsd;

  private final BigDecimal outputPicoUsd;
  private final BigDecimal requestPicoUsd;

  private CallPrice(Map<Unit, TokenPrice> prices, TokenUsage usage, PriceNotes notes) {
    this.prices = prices;
    this.usage = usage;
    this.inputTokens = orZero(usage.inputTokens());
    this.notes = notes;
    this.inputPicoUsd = input();
    this.outputPicoUsd = output();
    this.requestPicoUsd =
        prices.containsKey(Unit.thousandRequests)
            ? product(1, PICO_PER_REQUEST, Unit.thousandRequests)
            : BigDecimal.ZERO;
  }

  /**
   * Empty where tokens were used that there is no price for.
   *
   * @param notes is told each product
   */
  static Optional<CallPrice> of(Map<Unit, TokenPrice> prices, TokenUsage usage, PriceNotes notes) {
    if (prices.isEmpty()) {
      return Optional.empty();
    }
    CallPrice call = new CallPrice(prices, usage, notes);
    return call.known ? Optional.of(call) : Optional.empty();
  }

  boolean isPlausible() {
    return inputPicoUsd.add(outputPicoUsd).add(requestPicoUsd).compareTo(MAX_PICO_USD) <= 0;
  }

  /** The quote of a plausible price: what is rounded of the input is not lost, but output's. */
  Quote quote(String priceVersion) {
    BigDecimal tokens = inputPicoUsd.add(outputPicoUsd);
    long input = rounded(inputPicoUsd);
    return new Quote(
        rounded(tokens.add(requestPicoUsd)),
        input,
        rounded(tokens) - input,
        cacheSavedPicoUsd(),
        priceVersion);
  }

  /** All input at the price of what no cache had, minus what it cost. */
  private Long cacheSavedPicoUsd() {
    if (orZero(usage.cacheReadTokens()) == 0 && orZero(usage.cacheWriteTokens()) == 0) {
      return 0L;
    }
    TokenPrice fresh = prices.get(Unit.input);
    if (fresh == null) {
      return null;
    }
    BigDecimal uncached =
        fresh.at(inputTokens).multiply(PICO_PER_TOKEN).multiply(BigDecimal.valueOf(inputTokens));
    BigDecimal saved = uncached.subtract(inputPicoUsd);
    return saved.abs().compareTo(MAX_PICO_USD) > 0 ? null : Long.valueOf(rounded(saved));
  }

  private static long rounded(BigDecimal picoUsd) {
    return picoUsd.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  private BigDecimal input() {
    long read = Math.min(orZero(usage.cacheReadTokens()), inputTokens);
    long write = Math.min(orZero(usage.cacheWriteTokens()), inputTokens - read);
    long write1h = Math.min(orZero(usage.cacheWrite1hTokens()), write);
    return product(inputTokens - read - write, PICO_PER_TOKEN, Unit.input)
        // What has no price of its own is input: so do the providers that only cache silently.
        .add(product(read, PICO_PER_TOKEN, Unit.cacheRead, Unit.input))
        .add(product(write - write1h, PICO_PER_TOKEN, Unit.cacheWrite, Unit.input))
        .add(product(write1h, PICO_PER_TOKEN, Unit.cacheWrite1h, Unit.cacheWrite, Unit.input));
  }

  private BigDecimal output() {
    long output = orZero(usage.outputTokens());
    long reasoning = Math.min(orZero(usage.reasoningTokens()), output);
    return product(output - reasoning, PICO_PER_TOKEN, Unit.output)
        .add(product(reasoning, PICO_PER_TOKEN, Unit.reasoning, Unit.output));
  }

  /** By the first of the units that has a price; the others stand in for it. */
  private BigDecimal product(long count, BigDecimal picoPerUnit, Unit... units) {
    if (count == 0) {
      return BigDecimal.ZERO;
    }
    for (Unit unit : units) {
      TokenPrice price = prices.get(unit);
      if (price != null) {
        BigDecimal each = price.at(inputTokens);
        notes.add(() -> line(count, units[0], unit, price, each));
        return each.multiply(picoPerUnit).multiply(BigDecimal.valueOf(count));
      }
    }
    notes.add(() -> "  %d %s: no price".formatted(count, units[0]));
    known = false;
    return BigDecimal.ZERO;
  }

  private String line(long count, Unit used, Unit priced, TokenPrice price, BigDecimal each) {
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
