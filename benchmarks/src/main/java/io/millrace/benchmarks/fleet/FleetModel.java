// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.millrace.benchmarks.dialect.TokenCounts;
import java.util.List;

/**
 * A model and its list price, written down here a second time: truth must not come from the price
 * book that it is to test. Prices are of 2026-11, in pico-dollars a token (0.15 USD a million
 * tokens is 150,000); a test tells when the book has others.
 *
 * @param freshInput price of a token that is neither read from the cache nor written to it; 0 = the
 *     model has no list price
 * @param cacheWrite 0 = the provider does not tell cache writes
 * @param reasons whether its output has reasoning
 */
record FleetModel(
    String provider,
    String name,
    long freshInput,
    long cacheRead,
    long cacheWrite,
    long output,
    boolean reasons) {
  static final List<FleetModel> ALL =
      List.of(
          new FleetModel("openai", "gpt-4o-mini", 150_000, 75_000, 0, 600_000, false),
          new FleetModel("openai", "gpt-5-mini", 250_000, 25_000, 0, 2_000_000, true),
          new FleetModel(
              "anthropic", "claude-haiku-4-5", 1_000_000, 100_000, 1_250_000, 5_000_000, false),
          new FleetModel(
              "anthropic", "claude-sonnet-4-5", 3_000_000, 300_000, 3_750_000, 15_000_000, false),
          new FleetModel("ollama", "house-model-70b", 0, 0, 0, 0, true));

  boolean priced() {
    return freshInput > 0;
  }

  /** At list price, in pico-dollars. */
  long costPicoUsd(TokenCounts tokens) {
    return tokens.freshInput() * freshInput
        + tokens.cacheRead() * cacheRead
        + tokens.cacheWrite() * cacheWrite
        + tokens.output() * output;
  }
}
