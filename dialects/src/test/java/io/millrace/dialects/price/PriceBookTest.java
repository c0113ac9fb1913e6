// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTest {
  private static final PriceBook BOOK = PriceBook.bundled();
  private static final String NOVEMBER_2026 = "2026-11-20T12:00:00Z";

  private static TokenUsage tokens(long input, long output) {
    return new TokenUsage(input, output, null, null, null, null);
  }

  private static Optional<BigDecimal> usd(
      PriceBook book, String provider, String model, TokenUsage usage, String tier, String time) {
    return book.quote(new PriceQuery(provider, model, "", usage, tier, nanos(time)))
        .map(quote -> BigDecimal.valueOf(quote.picoUsd(), 12).stripTrailingZeros());
  }

  private static Optional<BigDecimal> usd(String provider, String model, TokenUsage usage) {
    return usd(BOOK, provider, model, usage, "", NOVEMBER_2026);
  }

  private static long nanos(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value).stripTrailingZeros();
  }

  @Test
  void cachedTokens_haveTheirOwnPrice() {
    TokenUsage usage = new TokenUsage(1260L, 305L, 530L, 0L, null, 30L);

    assertThat(usd("openai", "gpt-4o-mini-2024-07-18", usage)).contains(decimal("0.00033225"));
  }

  @Test
  void quote_namesItsBook() {
    PriceQuery query =
        new PriceQuery("openai", "gpt-4o-mini", "", tokens(1, 0), "", nanos(NOVEMBER_2026));

    assertThat(BOOK.quote(query))
        .contains(new Quote(150_000L, 150_000L, 0L, 0L, "genai-prices-0.2.3"));
    assertThat(BOOK.version()).isEqualTo("genai-prices-0.2.3, litellm-1.109.1");
  }

  @Test
  void responseModel_goesBeforeTheRequested_whichHelpsWhereItIsUnknown() {
    TokenUsage usage = tokens(1_000_000, 0);
    long time = nanos(NOVEMBER_2026);

    assertThat(BOOK.quote(new PriceQuery("openai", "gpt-4o-mini", "gpt-4o", usage, "", time)))
        .map(Quote::picoUsd)
        .contains(150_000_000_000L);
    assertThat(
            BOOK.quote(new PriceQuery("openai", "my-deployment", "gpt-4o-mini", usage, "", time)))
        .map(Quote::picoUsd)
        .contains(150_000_000_000L);
    assertThat(BOOK.quote(new PriceQuery("openai", "", "gpt-4o-mini", usage, "", time)))
        .map(Quote::picoUsd)
        .contains(150_000_000_000L);
  }

  @Test
  void unknown_isEmpty_neverZero() {
    assertThat(usd("openai", "no-such-model", tokens(10, 10))).isEmpty();
    assertThat(usd("openai", "", tokens(10, 10))).isEmpty();
    assertThat(usd("", "no-such-model", tokens(10, 10))).isEmpty();
    assertThat(usd("openai", "gpt-4o-mini", TokenUsage.NONE)).isEmpty();
  }

  @Test
  void unknownProvider_isNotPricedAsAnother() {
    assertThat(usd("ollama", "gpt-4o-mini", tokens(10, 10))).isEmpty();
    assertThat(usd("anthropic", "gpt-4o-mini", tokens(10, 10))).isEmpty();
  }

  @Test
  void modelWithoutProvider_isItsMakers() {
    assertThat(usd("", "gpt-4o-mini", tokens(1_000_000, 0))).contains(decimal("0.15"));
    assertThat(usd("", "claude-sonnet-4-5-20250929", tokens(100_000, 0))).contains(decimal("0.3"));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, openai/gpt-4o-mini, 0.15",
    "openai, GPT-4o-mini, 0.15",
    "azure.ai.openai, gpt-4o-mini, 0.15",
    "gcp.gemini, models/gemini-2.5-flash, 0.3",
    "gcp.vertex_ai, publishers/google/models/gemini-2.5-flash, 0.3",
    "anthropic, claude-haiku-4-5@20251001, 1",
    "gcp.vertex_ai, claude-haiku-4-5@20251001, 1",
    "openrouter, openai/gpt-4o-mini, 0.15",
    "openrouter, openai/gpt-4o-mini:nitro, 0.15",
    "openrouter, deepseek/deepseek-r1:free, 0"
  })
  void modelNames_areReadInManySpellings(String provider, String model, String usdPerMillion) {
    assertThat(usd(provider, model, tokens(100_000, 0)))
        .contains(decimal(usdPerMillion).movePointLeft(1).stripTrailingZeros());
  }

  @Test
  void modelThatGenaiPricesDoesNotKnow_hasLiteLlmsPrice() {
    PriceQuery query =
        new PriceQuery("dashscope", "qwen-max", "", tokens(1_000_000, 0), "", nanos(NOVEMBER_2026));

    assertThat(BOOK.quote(query))
        .contains(new Quote(1_600_000_000_000L, 1_600_000_000_000L, 0, 0L, "litellm-1.109.1"));
  }

  @Test
  void priceOfZeroInLiteLlmsTable_isAGapButForWhatRunsAtHome() {
    assertThat(usd("ollama", "llama3", tokens(10, 10))).contains(BigDecimal.ZERO);
    assertThat(usd("github_copilot", "gpt-4o", tokens(10, 10))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // base 1.25 in and 10 out, above 200,000 2.50 and 15: all tokens, not those beyond
    "200000, 0, 1000, 0.26",
    "200001, 0, 1000, 0.5150025",
    // the cache counts for the tier
    "200001, 150000, 1000, 0.1775025"
  })
  void tier_isACliff_strictlyAbove200000(long input, long cached, long output, String usd) {
    TokenUsage usage = new TokenUsage(input, output, cached, null, null, null);

    assertThat(usd("gcp.gemini", "gemini-2.5-pro", usage)).contains(decimal(usd));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-12T23:59:59.999999999Z, 3",
    "2026-03-13T00:00:00Z, 1.5",
    "1999-01-01T00:00:00Z, 3"
  })
  void datedRow_isInForceFromItsDay(String time, String usd) {
    // claude-opus-4-6 lost its premium above 200,000 tokens on 2026-03-13.
    assertThat(usd(BOOK, "anthropic", "claude-opus-4-6", tokens(300_000, 0), "", time))
        .contains(decimal(usd));
  }

  @Test
  void cacheWrites_arePricedByHowLongTheyLast() {
    // claude-haiku-4-5: 1 in, 1.25 written for 5 minutes, 2 for an hour, 0.1 read, 5 out
    TokenUsage usage = new TokenUsage(1_000_000L, 0L, 100_000L, 500_000L, 200_000L, null);

    assertThat(usd("anthropic", "claude-haiku-4-5", usage))
        .contains(decimal("0.4").add(decimal("0.01")).add(decimal("0.375")).add(decimal("0.4")));
  }

  @Test
  void serviceTier_hasItsPrice_fromItsDay_elseTheStandardOne() {
    TokenUsage usage = tokens(1_000_000, 0);

    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "priority", NOVEMBER_2026))
        .contains(decimal("0.25"));
    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "priority", "2026-10-11T00:00:00Z"))
        .contains(decimal("0.15"));
    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "batch", NOVEMBER_2026))
        .contains(decimal("0.075"));
    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "default", NOVEMBER_2026))
        .contains(decimal("0.15"));
    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "scale", NOVEMBER_2026))
        .contains(decimal("0.15"));
  }

  @Test
  void tierWithoutAPriceOfItsOwn_takesTheModels() {
    // batch has no price for cached input
    TokenUsage usage = new TokenUsage(1_000_000L, 0L, 1_000_000L, null, null, null);

    assertThat(usd(BOOK, "openai", "gpt-4o-mini", usage, "batch", NOVEMBER_2026))
        .contains(decimal("0.075"));
  }

  @Test
  void absurdAmount_isEmpty() {
    assertThat(usd("openai", "gpt-4o-mini", tokens(666_666_666_666L, 0))).isPresent();
    assertThat(usd("openai", "gpt-4o-mini", tokens(666_666_666_667L, 0))).isEmpty();
  }

  @Test
  void freeModel_costsNothing_knowingly() throws IOException {
    assertThat(usd(book("{\"input\":{\"base\":\"0\"}}"), "p", "m", tokens(5, 0), "", NOVEMBER_2026))
        .contains(BigDecimal.ZERO);
  }

  @Test
  void tokensWithoutAPrice_leaveTheWholeCallUnpriced() throws IOException {
    PriceBook inputOnly = book("{\"input\":{\"base\":\"1\"}}");

    assertThat(usd(inputOnly, "p", "m", tokens(5, 1), "", NOVEMBER_2026)).isEmpty();
    assertThat(usd(inputOnly, "p", "m", tokens(5, 0), "", NOVEMBER_2026)).isPresent();
    assertThat(usd(book("{}"), "p", "m", tokens(5, 0), "", NOVEMBER_2026)).isEmpty();
  }

  @Test
  void cacheWithoutAPrice_isInput() throws IOException {
    TokenUsage usage = new TokenUsage(1_000_000L, 0L, 500_000L, 100_000L, null, null);

    assertThat(usd(book("{\"input\":{\"base\":\"1\"}}"), "p", "m", usage, "", NOVEMBER_2026))
        .contains(BigDecimal.ONE);
  }

  @Test
  void requests_arePricedOnceACall() throws IOException {
    PriceBook perRequest =
        book("{\"input\":{\"base\":\"1\"},\"thousandRequests\":{\"base\":\"5\"}}");

    assertThat(usd(perRequest, "p", "m", tokens(1_000_000, 0), "", NOVEMBER_2026))
        .contains(decimal("1.005"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T16:29:59Z, 2",
    "2026-11-20T16:30:00Z, 1",
    "2026-11-20T23:59:59Z, 1",
    "2026-11-20T00:29:59Z, 1",
    "2026-11-20T00:30:00Z, 2"
  })
  void timeOfDay_mayCrossMidnight(String time, String usd) throws IOException {
    PriceBook offPeak =
        bookOfRows(
            "{\"prices\":{\"input\":{\"base\":\"2\"}}},"
                + "{\"startTime\":\"16:30:00\",\"endTime\":\"00:30:00\","
                + "\"prices\":{\"input\":{\"base\":\"1\"}}}");

    assertThat(usd(offPeak, "p", "m", tokens(1_000_000, 0), "", time)).contains(decimal(usd));
  }

  @Test
  void fractionOfAPico_isRoundedHalfEven() throws IOException {
    PriceBook tiny = book("{\"input\":{\"base\":\"0.0000005\"}}");

    assertThat(picos(tiny, 1)).isZero();
    assertThat(picos(tiny, 3)).isEqualTo(2);
  }

  @Test
  void parts_addUpToTheWhole() throws IOException {
    PriceBook tiny =
        book("{\"input\":{\"base\":\"0.0000005\"},\"output\":{\"base\":\"0.0000005\"}}");
    Quote halves = tiny.quote(new PriceQuery("p", "m", "", tokens(3, 4), "", 0)).orElseThrow();
    PriceBook perRequest =
        book("{\"input\":{\"base\":\"1\"},\"thousandRequests\":{\"base\":\"5\"}}");
    Quote request =
        perRequest.quote(new PriceQuery("p", "m", "", tokens(1, 0), "", 0)).orElseThrow();

    assertThat(halves).isEqualTo(new Quote(4, 2, 2, 0L, "test"));
    assertThat(request).isEqualTo(new Quote(5_001_000_000L, 1_000_000, 0, 0L, "test"));
  }

  /** claude-haiku-4-5: 1 in, 1.25 written for 5 minutes, 2 for an hour, 0.1 read, 5 out. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "100000, 0, 0, 0.09",
    "0, 100000, 0, -0.025",
    "0, 100000, 100000, -0.1",
    "100000, 500000, 200000, -0.185"
  })
  void cacheSaved_isWhatReadingSavedMinusWhatWritingCostMore(
      long read, long written, long forAnHour, String usd) {
    TokenUsage usage = new TokenUsage(1_000_000L, 10L, read, written, forAnHour, null);

    Quote quote =
        BOOK.quote(
                new PriceQuery(
                    "anthropic", "claude-haiku-4-5", "", usage, "", nanos(NOVEMBER_2026)))
            .orElseThrow();

    assertThat(BigDecimal.valueOf(quote.cacheSavedPicoUsd(), 12)).isEqualByComparingTo(usd);
    assertThat(quote.inputPicoUsd() + quote.cacheSavedPicoUsd()).isEqualTo(1_000_000_000_000L);
    assertThat(quote.outputPicoUsd()).isEqualTo(50_000_000L);
  }

  @Test
  void cacheSaved_isByThePriceAboveTheThreshold_whereThatIsInForce() throws IOException {
    PriceBook cliff =
        book(
            "{\"input\":{\"base\":\"1\",\"above\":{\"100\":\"3\"}},\"cacheRead\":{\"base\":\"0.5\"}}");
    TokenUsage usage = new TokenUsage(101L, 0L, 10L, null, null, null);

    assertThat(cliff.quote(new PriceQuery("p", "m", "", usage, "", 0)).orElseThrow())
        .isEqualTo(new Quote(278_000_000, 278_000_000, 0, 25_000_000L, "test"));
  }

  @Test
  void cacheSaved_isUnknown_whereFreshInputHasNoPrice() throws IOException {
    PriceBook readOnly = book("{\"cacheRead\":{\"base\":\"1\"}}");
    TokenUsage usage = new TokenUsage(10L, 0L, 10L, null, null, null);

    assertThat(readOnly.quote(new PriceQuery("p", "m", "", usage, "", 0)).orElseThrow())
        .isEqualTo(new Quote(10_000_000, 10_000_000, 0, null, "test"));
  }

  @Test
  void cacheSaved_thatIsAbsurd_isUnknown() throws IOException {
    PriceBook free = book("{\"input\":{\"base\":\"9000000\"},\"cacheRead\":{\"base\":\"0\"}}");
    TokenUsage usage = new TokenUsage(1_000_000_000_000L, 0L, 1_000_000_000_000L, null, null, null);

    assertThat(free.quote(new PriceQuery("p", "m", "", usage, "", 0)).orElseThrow())
        .isEqualTo(new Quote(0, 0, 0, null, "test"));
  }

  private static long picos(PriceBook book, long input) {
    return book.quote(new PriceQuery("p", "m", "", tokens(input, 0), "", 0))
        .orElseThrow()
        .picoUsd();
  }

  @Test
  void malformedTable_isAnError() {
    assertThatThrownBy(() -> bookOfRows("{\"prices\":{\"inputs\":{\"base\":\"1\"}}}"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> bookOfRows("{\"prices\":{\"input\":{\"base\":\"-1\"}}}"))
        .isInstanceOf(IOException.class);
  }

  private static PriceBook book(String prices) throws IOException {
    return bookOfRows("{\"prices\":" + prices + "}");
  }

  private static PriceBook bookOfRows(String rows) throws IOException {
    String json =
        "{\"version\":\"test\",\"retrieved\":\"2026-11-21\",\"wheelSha256\":\"\",\"providers\":"
            + "[{\"id\":\"p\",\"models\":[{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"rows\":["
            + rows
            + "]}]}]}";
    return PriceBook.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
