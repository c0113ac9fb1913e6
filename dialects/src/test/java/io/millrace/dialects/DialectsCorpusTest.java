// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.dialects.price.Quote;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.ModelCall;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each client's spans say against what really happened. Which of two nested spans owns a
 * number is the stitcher's to decide: here only spans that report tokens count as calls.
 */
class DialectsCorpusTest {
  private static final Normaliser NORMALISER = Normaliser.bundled();
  private static final PriceBook PRICES = PriceBook.bundled();

  @ParameterizedTest
  @CsvSource({
    "openhands, openhands",
    "openhands-anthropic-stream, openhands",
    "google-adk-gemini, google-adk",
    "google-adk-litellm, google-adk",
    "google-adk-js, google-adk",
    "claude-code, claude-code",
    "openinference-openai, openinference",
    "smolagents-openinference, smolagents",
    "openllmetry-openai, openllmetry",
    "pydantic-ai, pydantic-ai",
    "strands, strands",
    "agent-framework, agent-framework",
    "genkit, genkit",
    "otel-genai-openai-v2, otel-genai",
    "otel-genai-openai-1x-content, otel-genai"
  })
  void client_tellsTheTruth(String client, String dialect) {
    CorpusClient corpus = CorpusClient.named(client);
    JsonNode truth = corpus.truth();
    List<AgentSpan> spans = corpus.normalised(NORMALISER);

    assertThat(spans).extracting(span -> span.meaning().dialect()).containsOnly(dialect);
    assertTokens(spans, truth);
    assertThat(distinct(spans, span -> span.identity().sessionId()))
        .isEqualTo(texts(truth.path("sessions")));
    assertThat(distinct(spans, span -> span.identity().userId()))
        .isEqualTo(texts(truth.path("users")));
    assertThat(distinct(calls(spans), span -> span.modelCall().requestModel()))
        .isEqualTo(texts(truth.path("models")));
    assertThat(toolCalls(spans, span -> true)).isEqualTo(counts(truth.path("tool_calls")));
    assertThat(toolCalls(spans, span -> span.outcome().status() == SpanStatus.ERROR))
        .isEqualTo(counts(truth.path("tool_errors")));
    if (truth.has("turns")) {
      assertThat(turns(spans)).isEqualTo(truth.get("turns").asLong());
    }
    assertMoney(spans, truth);
  }

  private static void assertTokens(List<AgentSpan> spans, JsonNode truth) {
    List<AgentSpan> calls = calls(spans);
    assertThat(calls).hasSize(truth.path("llm_calls").asInt());
    assertThat(sum(calls, TokenUsage::inputTokens)).isEqualTo(truth.path("input_tokens").asLong());
    assertThat(sum(calls, TokenUsage::outputTokens))
        .isEqualTo(truth.path("output_tokens").asLong());
    assertThat(sum(calls, TokenUsage::cacheReadTokens))
        .isEqualTo(truth.path("cache_read_tokens").asLong());
    assertThat(sum(calls, TokenUsage::cacheWriteTokens))
        .isEqualTo(truth.path("cache_write_tokens").asLong());
    assertThat(sum(calls, TokenUsage::reasoningTokens))
        .isEqualTo(truth.path("reasoning_tokens").asLong());
  }

  private static void assertMoney(List<AgentSpan> spans, JsonNode truth) {
    if (truth.has("list_price_usd")) {
      long picoUsd = calls(spans).stream().mapToLong(DialectsCorpusTest::listPrice).sum();
      assertThat(usd(picoUsd)).isEqualByComparingTo(truth.get("list_price_usd").asText());
    }
    if (truth.has("emitter_cost_usd")) {
      long picoUsd =
          spans.stream()
              .map(span -> span.modelCall().emitterCostPicoUsd())
              .filter(Objects::nonNull)
              .mapToLong(Long::longValue)
              .sum();
      assertThat(usd(picoUsd)).isEqualByComparingTo(truth.get("emitter_cost_usd").asText());
    }
  }

  private static long listPrice(AgentSpan span) {
    ModelCall call = span.modelCall();
    return PRICES
        .quote(
            new PriceQuery(
                call.provider(),
                call.responseModel(),
                call.requestModel(),
                call.usage(),
                call.serviceTier(),
                span.header().startTimeUnixNano()))
        .map(Quote::picoUsd)
        .orElseThrow();
  }

  private static BigDecimal usd(long picoUsd) {
    return BigDecimal.valueOf(picoUsd, 12);
  }

  /** Model calls that say how many tokens they took: the successful ones. */
  private static List<AgentSpan> calls(List<AgentSpan> spans) {
    return spans.stream()
        .filter(span -> span.meaning().kind() == AgentSpanKind.LLM)
        .filter(span -> span.modelCall().usage().hasTokens())
        .toList();
  }

  private static long sum(List<AgentSpan> calls, Function<TokenUsage, Long> bucket) {
    return calls.stream()
        .map(call -> bucket.apply(call.modelCall().usage()))
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Set<String> distinct(List<AgentSpan> spans, Function<AgentSpan, String> field) {
    Set<String> values = new TreeSet<>();
    spans.stream().map(field).filter(value -> !value.isEmpty()).forEach(values::add);
    return values;
  }

  /** By the name that the model used, where its call asked for it. */
  private static Map<String, Integer> toolCalls(List<AgentSpan> spans, Predicate<AgentSpan> which) {
    Map<String, String> asked = new HashMap<>();
    for (AgentSpan span : spans) {
      for (RequestedTool tool : span.modelCall().requestedTools()) {
        asked.put(tool.callId(), tool.name());
      }
    }
    Map<String, Integer> calls = new TreeMap<>();
    for (AgentSpan span : spans) {
      if (span.toolUse().counts() && which.test(span)) {
        String own = span.toolUse().name();
        calls.merge(asked.getOrDefault(span.toolUse().callId(), own), 1, Integer::sum);
      }
    }
    return calls;
  }

  private static long turns(List<AgentSpan> spans) {
    long turns = spans.stream().filter(span -> span.meaning().turn()).count();
    Stream<String> traces = spans.stream().map(span -> span.header().traceId());
    return turns > 0 ? turns : traces.distinct().count();
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, Integer> counts(JsonNode object) {
    Map<String, Integer> counts = new TreeMap<>();
    object.properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    return counts;
  }
}
