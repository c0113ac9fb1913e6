// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.dialects.Normaliser;
import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.MergeRank;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.CostPrecedence;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client of the corpus, normalised and stitched, tells its truth (expected.json). */
class StitchCorpusTest {
  private static final Path CORPUS = Path.of("..", "corpus");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Normaliser NORMALISER = Normaliser.bundled();
  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  static List<String> clients() throws Exception {
    try (Stream<Path> folders = Files.list(CORPUS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void client_tellsItsTruth(String client) throws Exception {
    JsonNode expected = truth(client);

    List<TraceStory> stories = stitch(CORPUS.resolve(client));

    assertTotals(expected, stories);
    assertTools(expected, "tool_calls", toolCalls(stories, false));
    assertTools(expected, "tool_errors", toolCalls(stories, true));
    assertSet(expected, "sessions", stories, TraceRow::sessions);
    assertSet(expected, "users", stories, TraceRow::users);
    assertSet(expected, "models", stories, TraceRow::models);
  }

  /** Without the facts that are known to be open; CorpusIT holds that these, and no others, are. */
  private static JsonNode truth(String client) throws IOException {
    ObjectNode truth =
        (ObjectNode) JSON.readTree(CORPUS.resolve(client).resolve("expected.json").toFile());
    JsonNode open = JSON.readTree(CORPUS.resolve("open.json").toFile()).path(client);
    open.fieldNames().forEachRemaining(truth::remove);
    return truth;
  }

  /** What expected.json does not name is not known of the client, so it is not asked. */
  private static void assertTools(JsonNode expected, String name, Map<String, Integer> seen) {
    if (expected.has(name)) {
      assertThat(seen).as(name).isEqualTo(counts(expected.get(name)));
    }
  }

  private static void assertTotals(JsonNode expected, List<TraceStory> stories) {
    Map<String, ToLongFunction<TraceRow>> totals = new TreeMap<>();
    totals.put("input_tokens", TraceRow::inputTokens);
    totals.put("output_tokens", TraceRow::outputTokens);
    totals.put("cache_read_tokens", TraceRow::cacheReadTokens);
    totals.put("cache_write_tokens", TraceRow::cacheWriteTokens);
    totals.put("reasoning_tokens", TraceRow::reasoningTokens);
    totals.put("llm_calls", TraceRow::llmCalls);
    totals.put("turns", TraceRow::turns);
    totals.forEach(
        (name, total) -> {
          if (expected.has(name)) {
            assertThat(sum(stories, total)).as(name).isEqualTo(expected.get(name).asLong());
          }
        });
    assertMoney(expected, "list_price_usd", sum(stories, TraceRow::computedCostPicoUsd));
    assertMoney(expected, "emitter_cost_usd", sum(stories, TraceRow::emitterCostPicoUsd));
  }

  private static void assertMoney(JsonNode expected, String name, long picoUsd) {
    if (expected.has(name)) {
      assertThat(picoUsd)
          .as(name)
          .isEqualTo(expected.get(name).decimalValue().movePointRight(12).longValueExact());
    }
  }

  private static void assertSet(
      JsonNode expected,
      String name,
      List<TraceStory> stories,
      Function<TraceRow, List<String>> field) {
    if (expected.has(name)) {
      SortedSet<String> wanted = new TreeSet<>();
      expected.get(name).forEach(value -> wanted.add(value.asText()));
      SortedSet<String> seen = new TreeSet<>();
      stories.forEach(story -> seen.addAll(field.apply(story.trace())));
      assertThat(seen).as(name).isEqualTo(wanted);
    }
  }

  private static long sum(List<TraceStory> stories, ToLongFunction<TraceRow> field) {
    return stories.stream().map(TraceStory::trace).mapToLong(field).sum();
  }

  /** By the minutes: tools that only messages tell have no span. */
  private static Map<String, Integer> toolCalls(List<TraceStory> stories, boolean failedOnly) {
    Map<String, Integer> calls = new TreeMap<>();
    for (TraceStory story : stories) {
      for (MinuteCell cell : story.cells()) {
        if (cell.getTable() == RollUpTable.TOOLS && cell.getSums().get(failedOnly ? 1 : 0) > 0) {
          int count = cell.getSums().get(failedOnly ? 1 : 0).intValue();
          calls.merge(cell.getDimensions().get(4), count, Integer::sum);
        }
      }
    }
    return calls;
  }

  private static Map<String, Integer> counts(JsonNode counts) {
    Map<String, Integer> result = new TreeMap<>();
    counts.properties().forEach(entry -> result.put(entry.getKey(), entry.getValue().asInt()));
    return result;
  }

  private static List<TraceStory> stitch(Path folder) throws Exception {
    Map<String, List<SpanFact>> facts = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path body : files.filter(file -> file.toString().endsWith(".body")).sorted().toList()) {
        Path headers = Path.of(body.toString().replace(".body", ".headers.json"));
        JsonNode about = JSON.readTree(headers.toFile());
        if (about.get("signal").asText().equals("traces")) {
          read(request(about, body), facts);
        }
      }
    }
    List<TraceStory> stories = new ArrayList<>();
    facts.forEach(
        (traceId, spans) ->
            stories.add(DERIVER.derive(new TraceInput(1, "w", traceId, spans, "", ""))));
    return stories;
  }

  private static ExportTraceServiceRequest request(JsonNode about, Path body) throws IOException {
    byte[] bytes = Files.readAllBytes(body);
    return about.get("content_type").asText().startsWith("application/json")
        ? OtlpJsonBody.traces(bytes)
        : ExportTraceServiceRequest.parseFrom(bytes);
  }

  private static void read(ExportTraceServiceRequest request, Map<String, List<SpanFact>> facts)
      throws Exception {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          AgentSpan agentSpan =
              NORMALISER.normalise(
                  resource.getResource(), scope.getScope(), span, span.toByteArray());
          facts
              .computeIfAbsent(agentSpan.header().traceId(), id -> new ArrayList<>())
              .add(
                  Arrivals.fact(
                      SpanFacts.arrival(agentSpan, MergeRank.of(agentSpan), envelope(span))));
        }
      }
    }
  }

  /**
   * Received a second after the span began: the captures are of one day, their clocks are not what
   * is tested.
   */
  private static OtlpEnvelope envelope(Span span) {
    return OtlpEnvelope.newBuilder()
        .setWorkspace("w")
        .setExperimentId("0")
        .setExperimentExplicit(false)
        .setReceivedTimeUnixNano(span.getStartTimeUnixNano() + 1_000_000_000L)
        .setEncoding(WireEncoding.PROTOBUF)
        .setGroups(List.of())
        .setItemCount(1)
        .setBridgeInstance("test")
        .setBridgeSequence(0)
        .build();
  }
}
