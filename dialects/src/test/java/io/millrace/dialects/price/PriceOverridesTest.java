// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceOverridesTest {
  private static final PriceBook BOOK =
      PriceBook.bundled()
          .withOverrides(
              """
              - {model: "*", provider: vllm, usd_per_million_tokens: {input: 1, output: 1}}
              - {model: house, usd_per_million_tokens: {input: 2, output: 2}}
              - {model: house, provider: vllm, usd_per_million_tokens: {input: 3, output: 3}}
              - {model: house, provider: vllm, service_tier: batch, usd_per_million_tokens: {input: 4, output: 4}}
              - model: house
                provider: vllm
                effective_from: 2026-11-20
                usd_per_million_tokens: {input: 5, cache_read: 0.5, output: 5}
              - {model: prod-*, provider: azure.ai.openai, same_as: {provider: openai, model: gpt-4o-mini}}
              - {model: gpt-4o-mini, provider: openai, usd_per_million_tokens: {input: 0.1, output: 0.4}}
              - {model: typo, same_as: {provider: openai, model: no-such-model}}
              """);

  private static String usd(String provider, String model, String tier, String time) {
    TokenUsage usage = new TokenUsage(1_000_000L, 0L, null, null, null, null);
    long nanos = Instant.parse(time).getEpochSecond() * 1_000_000_000L;
    return BOOK.quote(new PriceQuery(provider, "", model, usage, tier, nanos))
        .map(quote -> BigDecimal.valueOf(quote.picoUsd(), 12).stripTrailingZeros().toPlainString())
        .orElse("unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, other, '', 2026-11-19T00:00:00Z, 1",
    "tgi, house, '', 2026-11-19T00:00:00Z, 2",
    "'', House, '', 2026-11-19T00:00:00Z, 2",
    "vllm, house, '', 2026-11-19T23:59:59Z, 3",
    "vllm, house, batch, 2026-11-19T00:00:00Z, 4",
    "vllm, house, '', 2026-11-20T00:00:00Z, 5",
    "azure.ai.openai, prod-eu, '', 2026-11-19T00:00:00Z, 0.15",
    "azure.ai.openai, prod-eu, batch, 2026-11-19T00:00:00Z, 0.075",
    "openai, gpt-4o-mini, '', 2026-11-19T00:00:00Z, 0.1",
    "azure.ai.openai, gpt-4o-mini, '', 2026-11-19T00:00:00Z, 0.15",
    "openai, typo, '', 2026-11-19T00:00:00Z, unknown",
    "tgi, other, '', 2026-11-19T00:00:00Z, unknown"
  })
  void override_thatSaysMost_goesFirst(
      String provider, String model, String tier, String time, String usd) {
    assertThat(usd(provider, model, tier, time)).isEqualTo(usd);
  }

  @Test
  void quote_namesTheVersionOfTheOverrides() {
    TokenUsage usage = new TokenUsage(1L, 0L, null, null, null, null);
    PriceQuery query = new PriceQuery("tgi", "house", "", usage, "", 0);

    assertThat(BOOK.quote(query).orElseThrow().priceVersion()).matches("overrides-[0-9a-f]{8}");
    assertThat(BOOK.explain(query))
        .containsExactly(
            BOOK.version().substring(0, 18) + ": house is house, in force since ever",
            "  1 input x 2 USD per million",
            "= 0.000002 USD by " + BOOK.version().substring(0, 18) + ": input 0.000002, output 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- {model: m}",
        "- {usd_per_million_tokens: {input: 1, output: 1}}",
        "- {model: m, usd_per_million_tokens: {input: 1}}",
        "- {model: m, usd_per_million_tokens: {input: 1, output: -1}}",
        "- {model: m, usd_per_million_tokens: {input: 1, output: 1, images: 1}}",
        "- {model: m, usd_per_million_tokens: {input: 1, output: 1}, same_as: {model: n}}",
        "- {model: m, effective_from: yesterday, same_as: {model: n}}",
        "- {model: m, price: 1}",
        "model: m",
        "[{"
      })
  void malformedOverrides_areAnErrorThatSaysWhere(String overrides) {
    assertThatThrownBy(() -> PriceBook.bundled().withOverrides(overrides))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("price overrides, line ");
  }

  @Test
  void noOverrides_leaveTheBookAsItIs() {
    PriceBook book = PriceBook.bundled();

    assertThat(book.withOverrides(" \n")).isSameAs(book);
  }
}
