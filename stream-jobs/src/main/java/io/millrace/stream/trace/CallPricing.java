// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.dialects.otlp.ContentHash;
import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.dialects.price.Quote;
import io.millrace.schemas.TokenUsage;
import io.millrace.stream.state.CallPrice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Puts a price on each call. A call that reports no tokens has none, which is not the same as an
 * unknown price. A price that was told stands, the unknown one too: another book has a say only in
 * calls that are new or came out otherwise, and in all of them after a repricing.
 */
final class CallPricing {
  private final PriceBook prices;
  private final CostPrecedence precedence;

  CallPricing(PriceBook prices, CostPrecedence precedence) {
    this.prices = prices;
    this.precedence = precedence;
  }

  /**
   * Sets the price of each.
   *
   * @param repricing version of the repricing that they go by; 0 = none
   */
  void price(List<Call> calls, long repricing) {
    for (Call call : calls) {
      if (call.usage().hasTokens()) {
        call.price = price(call, repricing);
      }
      call.setCost(
          precedence.countsComputed(call.computedCostPicoUsd(), call.emitterCostPicoUsd()));
    }
  }

  private CallPrice price(Call call, long repricing) {
    PriceQuery query = query(call);
    long queryHash = hash(query);
    CallPrice told = call.owner.fact.getPrice();
    if (told != null && told.getQueryHash() == queryHash && told.getRepricing() == repricing) {
      return told;
    }
    Optional<Quote> quote = prices.quote(query);
    return new CallPrice(
        queryHash,
        repricing,
        quote.map(Quote::picoUsd).orElse(null),
        quote.map(Quote::inputPicoUsd).orElse(null),
        quote.map(Quote::outputPicoUsd).orElse(null),
        quote.map(Quote::cacheSavedPicoUsd).orElse(null),
        quote.map(Quote::priceVersion).orElse(""));
  }

  /** Of all that a price may depend on; it is stored, so for ever the same. */
  private static long hash(PriceQuery query) {
    TokenUsage usage = query.usage();
    StringBuilder all = new StringBuilder();
    for (String text :
        List.of(
            query.provider(), query.responseModel(), query.requestModel(), query.serviceTier())) {
      all.append(text.length()).append(':').append(text);
    }
    all.append(query.eventTimeUnixNano());
    all.append('|').append(usage.inputTokens());
    all.append('|').append(usage.outputTokens());
    all.append('|').append(usage.cacheReadTokens());
    all.append('|').append(usage.cacheWriteTokens());
    all.append('|').append(usage.cacheWrite1hTokens());
    all.append('|').append(usage.reasoningTokens());
    return ContentHash.of(all.toString().getBytes(StandardCharsets.UTF_8));
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
