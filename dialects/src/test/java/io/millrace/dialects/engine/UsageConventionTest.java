// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.table.Bucket;
import io.millrace.dialects.table.UsageRule;
import io.millrace.dialects.table.UsageRule.Input;
import io.millrace.dialects.table.UsageRule.Output;
import io.millrace.schemas.TokenUsage;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are observed ones: each is what some emitter really sent. */
class UsageConventionTest {
  private static final UsageRule INCLUSIVE =
      new UsageRule("incl", null, Input.INCLUDES_CACHE, Output.INCLUDES_REASONING);
  private static final UsageRule EXCLUSIVE =
      new UsageRule("excl", null, Input.EXCLUDES_CACHE, Output.EXCLUDES_REASONING);

  private static final UsageRule BY_TOTAL =
      new UsageRule("by-total", null, Input.BY_TOTAL, Output.BY_TOTAL);

  private static UsageConvention convention(UsageRule rule, Map<Bucket, Long> reported) {
    return new UsageConvention(rule, "test/" + rule.rule(), reported);
  }

  @Test
  void inclusiveCounts_stayAsTheyAre() {
    UsageConvention openRouter =
        convention(
            INCLUSIVE,
            Map.of(
                Bucket.INPUT, 5021L,
                Bucket.CACHE_READ, 4248L,
                Bucket.OUTPUT, 263L,
                Bucket.REASONING, 37L));

    assertThat(openRouter.usage()).isEqualTo(new TokenUsage(5021L, 263L, 4248L, null, null, 37L));
    assertThat(openRouter.name()).isEqualTo("test/incl");
  }

  @Test
  void exclusiveCounts_areSummed() {
    UsageConvention claudeCode =
        convention(
            EXCLUSIVE, Map.of(Bucket.INPUT, 3L, Bucket.CACHE_WRITE, 2025L, Bucket.OUTPUT, 93L));

    assertThat(claudeCode.usage()).isEqualTo(new TokenUsage(2028L, 93L, null, 2025L, null, null));
    assertThat(claudeCode.name()).isEqualTo("test/excl");
  }

  @Test
  void untoldReasoning_isWhatTheTotalHasBeyond() {
    UsageRule rule =
        new UsageRule("gemini", null, Input.INCLUDES_CACHE, Output.EXCLUDES_UNTOLD_REASONING);
    Map<Bucket, Long> parts = Map.of(Bucket.INPUT, 100L, Bucket.OUTPUT, 45L);
    Map<Bucket, Long> withTotal =
        Map.of(Bucket.INPUT, 100L, Bucket.OUTPUT, 45L, Bucket.TOTAL, 152L);

    assertThat(convention(rule, withTotal).usage())
        .isEqualTo(new TokenUsage(100L, 52L, null, null, null, 7L));
    assertThat(convention(rule, parts).usage())
        .isEqualTo(new TokenUsage(100L, 45L, null, null, null, null));
  }

  @Test
  void moreCacheThanInput_cannotBeIncluded() {
    UsageConvention aiSdk5 =
        convention(
            INCLUSIVE,
            Map.of(
                Bucket.INPUT, 7L,
                Bucket.CACHE_READ, 16399L,
                Bucket.CACHE_WRITE, 2089L,
                Bucket.OUTPUT, 445L));

    assertThat(aiSdk5.usage().inputTokens()).isEqualTo(18495);
    assertThat(aiSdk5.name()).isEqualTo("test/incl+cache-exceeds-input");
  }

  @Test
  void allOfTheInputFromTheCache_isNoContradiction() {
    UsageConvention full =
        convention(INCLUSIVE, Map.of(Bucket.INPUT, 100L, Bucket.CACHE_READ, 100L));

    assertThat(full.usage().inputTokens()).isEqualTo(100);
    assertThat(full.name()).isEqualTo("test/incl");
  }

  @Test
  void moreReasoningThanOutput_isClamped() {
    UsageConvention clamped =
        convention(INCLUSIVE, Map.of(Bucket.OUTPUT, 73L, Bucket.REASONING, 95L));

    assertThat(clamped.usage()).isEqualTo(new TokenUsage(null, 73L, null, null, null, 73L));
    assertThat(clamped.name()).isEqualTo("test/incl+reasoning-exceeds-output");
  }

  @Test
  void reasoningBesideTheOutput_isAdded() {
    assertThat(
            convention(EXCLUSIVE, Map.of(Bucket.OUTPUT, 35L, Bucket.REASONING, 10L))
                .usage()
                .outputTokens())
        .isEqualTo(45);
  }

  @Test
  void oneHourWrites_arePartOfTheWrites() {
    assertThat(convention(EXCLUSIVE, Map.of(Bucket.INPUT, 1L, Bucket.CACHE_WRITE_1H, 5L)).usage())
        .isEqualTo(new TokenUsage(6L, null, null, 5L, 5L, null));
  }

  @Test
  void missingHalf_isTheRestOfTheTotal() {
    UsageConvention completed =
        convention(INCLUSIVE, Map.of(Bucket.OUTPUT, 30L, Bucket.TOTAL, 150L));

    assertThat(completed.usage().inputTokens()).isEqualTo(120);
    assertThat(completed.name()).isEqualTo("test/incl+total");
    assertThat(convention(INCLUSIVE, Map.of(Bucket.TOTAL, 150L)).usage())
        .isEqualTo(TokenUsage.NONE);
    assertThat(
            convention(INCLUSIVE, Map.of(Bucket.OUTPUT, 200L, Bucket.TOTAL, 150L))
                .usage()
                .inputTokens())
        .isNull();
  }

  @Test
  void wrongTotal_isIgnored_whereBothHalvesAreKnown() {
    assertThat(
            convention(INCLUSIVE, Map.of(Bucket.INPUT, 1L, Bucket.OUTPUT, 2L, Bucket.TOTAL, 99L))
                .usage())
        .isEqualTo(new TokenUsage(1L, 2L, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    // all included; cache apart; reasoning apart; both; nothing fits, so both
    "180, 45, 225, 180, 45",
    "80, 45, 225, 180, 45",
    "180, 35, 225, 180, 45",
    "80, 35, 225, 180, 45",
    "80, 35, 999, 180, 45",
    "80, 35, , 180, 45"
  })
  void total_tellsWhatIsApart(long input, long output, Long total, long allInput, long allOutput) {
    Map<Bucket, Long> reported = new EnumMap<>(Bucket.class);
    reported.put(Bucket.INPUT, input);
    reported.put(Bucket.OUTPUT, output);
    reported.put(Bucket.CACHE_READ, 100L);
    reported.put(Bucket.REASONING, 10L);
    if (total != null) {
      reported.put(Bucket.TOTAL, total);
    }

    assertThat(convention(BY_TOTAL, reported).usage())
        .isEqualTo(new TokenUsage(allInput, allOutput, 100L, null, null, 10L));
  }
}
