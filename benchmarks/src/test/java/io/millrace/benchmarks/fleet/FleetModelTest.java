// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.dialect.TokenCounts;
import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.schemas.TokenUsage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The fleet's prices are written down by hand: where the book has others, one of both is wrong. */
class FleetModelTest {
  private static final long AT =
      TimeUnit.SECONDS.toNanos(Instant.parse("2026-11-21T00:00:00Z").getEpochSecond());

  @Test
  void price_isThatOfTheBook() {
    PriceBook book = PriceBook.bundled();
    for (FleetModel model : FleetModel.ALL) {
      long cacheWrite = model.cacheWrite() > 0 ? 700 : 0;
      TokenCounts tokens = new TokenCounts(5_000 + cacheWrite, 300, 1_000, cacheWrite, 0);

      assertThat(book.quote(query(model, tokens)).map(quote -> quote.picoUsd()))
          .as(model.name())
          .isEqualTo(model.priced() ? Optional.of(model.costPicoUsd(tokens)) : Optional.empty());
    }
  }

  private static PriceQuery query(FleetModel model, TokenCounts tokens) {
    return new PriceQuery(
        model.provider(),
        model.name(),
        model.name(),
        new TokenUsage(
            tokens.input(),
            tokens.output(),
            tokens.cacheRead(),
            tokens.cacheWrite() > 0 ? tokens.cacheWrite() : null,
            null,
            null),
        "",
        AT);
  }
}
