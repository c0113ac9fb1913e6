// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.PriceRow;
import io.millrace.dialects.price.PriceTable.PricedModel;
import io.millrace.dialects.price.PriceTable.TierPrices;
import io.millrace.dialects.price.PriceTable.Unit;
import io.millrace.schemas.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
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
  private BigDecimal picoUsd = BigDecimal.ZERO;
  private boolean known = true;

  private CallPrice(Map<Unit, TokenPrice> prices, long inputTokens) {
    this.prices = prices;
    this.inputTokens = inputTokens;
  }

  /** Pico-USD, rounded HALF_EVEN; empty where tokens were used that the model has no price for. */
  static Optional<BigDecimal> of(PricedModel model, String tier, TokenUsage usage, Instant time) {
    Map<Unit, TokenPrice> prices = prices(model, tier, time);
    if (prices.isEmpty()) {
      return Optional.empty();
    }
    CallPrice call = new CallPrice(prices, orZero(usage.inputTokens()));
    call.addInput(usage);
    call.addOutput(usage);
    if (prices.containsKey(Unit.thousandRequests)) {
      call.add(1, PICO_PER_REQUEST, Unit.thousandRequests);
    }
    return call.known
        ? Optional.of(call.picoUsd.setScale(0, RoundingMode.HALF_EVEN))
        : Optional.empty();
  }

  private static Map<Unit, TokenPrice> prices(PricedModel model, String tier, Instant time) {
    List<PriceRow> rows = model.rows();
    Map<Unit, TokenPrice> prices = new EnumMap<>(Unit.class);
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (i == 0 || rows.get(i).inForce(time)) {
        prices.putAll(rows.get(i).prices());
        break;
      }
    }
    Map<Unit, TokenPrice> special = new EnumMap<>(Unit.class);
    for (TierPrices variant : model.variants()) {
      if (variant.tier().equals(tier) && variant.inForce(time)) {
        variant.prices().forEach(special::putIfAbsent);
      }
    }
    prices.putAll(special);
    return prices;
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

  private void add(long count, BigDecimal picoPerUnit, Unit... units) {
    if (count == 0) {
      return;
    }
    for (Unit unit : units) {
      TokenPrice price = prices.get(unit);
      if (price != null) {
        BigDecimal each = price.at(inputTokens).multiply(picoPerUnit);
        picoUsd = picoUsd.add(each.multiply(BigDecimal.valueOf(count)));
        return;
      }
    }
    known = false;
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }
}
