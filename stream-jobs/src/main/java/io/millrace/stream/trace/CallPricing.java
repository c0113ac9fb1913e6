// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import java.util.List;

/**
 * Puts a price on each call. A call that reports no tokens has none, which is not the same as an
 * unknown price.
 */
final class CallPricing {
  private final PriceBook prices;
  private final CostPrecedence precedence;

  CallPricing(PriceBook prices, CostPrecedence precedence) {
    this.prices = prices;
    this.precedence = precedence;
  }

  void price(List<Call> calls) {
    calls.forEach(this::price);
  }

  private void price(Call call) {
    if (call.usage().hasTokens()) {
      prices
          .quote(query(call))
          .ifPresent(
              quote -> {
                call.computedCostPicoUsd = quote.picoUsd();
                call.priceVersion = quote.priceVersion();
              });
    }
    call.costPicoUsd = precedence.choose(call.computedCostPicoUsd, call.emitterCostPicoUsd());
  }

  private static PriceQuery query(Call call) {
    return new PriceQuery(
        call.provider(),
        call.responseModel(),
        call.requestModel(),
        call.usage(),
        call.serviceTier(),
        call.owner.clock.startTimeUnixNano());
  }
}
