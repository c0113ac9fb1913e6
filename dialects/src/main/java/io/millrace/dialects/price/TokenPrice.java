// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * The price of one unit, in USD per million tokens, or per thousand requests. Tiers are a cliff:
 * where a call's whole input is strictly above a tier's start, all its tokens have that price.
 */
final class TokenPrice {
  private final BigDecimal base;
  private final TreeMap<Long, BigDecimal> above;

  @JsonCreator
  TokenPrice(
      @JsonProperty("base") BigDecimal base, @JsonProperty("above") Map<Long, BigDecimal> above) {
    if (base == null || base.signum() < 0) {
      throw new IllegalArgumentException("base must be at least 0, was " + base);
    }
    this.base = base;
    this.above = above == null ? new TreeMap<>() : new TreeMap<>(above);
  }

  /** Whether a call of so many tokens has a price above a threshold. */
  boolean isTier(long inputTokens) {
    return above.lowerEntry(inputTokens) != null;
  }

  /** The price for a call whose input, cache included, has so many tokens. */
  BigDecimal at(long inputTokens) {
    Map.Entry<Long, BigDecimal> tier = above.lowerEntry(inputTokens);
    return tier == null ? base : tier.getValue();
  }
}
