// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real clients of MLflow asked and a real server answered, said again: the answers are as
 * recorded, up to what differences.txt names, and totals are the truth also where the real server's
 * were not. {@code -Dmillrace.mlflow.conversations=DIR} says others, and fails with what differs.
 */
class MlflowConversationIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String OTHERS = System.getProperty("millrace.mlflow.conversations", "");
  private static final Path FOLDER =
      OTHERS.isEmpty() ? Path.of("..", "corpus", "mlflow-rest") : Path.of(OTHERS);
  private static final Path PAGE = Path.of("..", "docs", "mlflow.md");

  /** Below 400 days, beyond which a clock counts as implausible. */
  private static final Duration MAX_AGE = Duration.ofDays(380);

  /** Of the truth, the usage that an MLflow client sums up over the traces it finds. */
  private static final Map<String, String> USAGE =
      Map.of(
          "input_tokens", "input_tokens",
          "output_tokens", "output_tokens",
          "cache_read_tokens", "cache_read_input_tokens");

  /** A cost is a double there. */
  private static final MathContext DIGITS = new MathContext(9);

  private static final int AT_ONCE = 3;

  private static final Map<String, List<Exchange>> CONVERSATIONS = new TreeMap<>();
  private static final Map<String, ConversationReplay> REPLAYS = new TreeMap<>();

  @BeforeAll
  static void sayThemAgain() throws Exception {
    String run = Conformance.newRun();
    List<Callable<Void>> replays = new ArrayList<>();
    for (String name : conversations()) {
      List<Exchange> exchanges =
          RecordedTimes.notOlderThan(
              MAX_AGE, ConversationReplay.read(FOLDER.resolve(name)), Instant.now());
      ConversationReplay replay =
          new ConversationReplay(RunningMillrace.shared(), "mlflow-%s-%s".formatted(name, run));
      CONVERSATIONS.put(name, exchanges);
      REPLAYS.put(name, replay);
      replays.add(
          () -> {
            replay.replay(exchanges);
            return null;
          });
    }
    sayAtOnce(replays);
  }

  /** Each is in a workspace of its own, and mostly waits to be shown. */
  private static void sayAtOnce(List<Callable<Void>> replays) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Void> replay : threads.invokeAll(replays)) {
        replay.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  static List<String> conversations() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  static List<String> conversationsWithATruth() throws IOException {
    return conversations().stream()
        .filter(name -> Files.exists(FOLDER.resolve(name).resolve("expected.json")))
        .toList();
  }

  @Test
  void answers_areAsRecorded() throws IOException {
    Set<String> found = new TreeSet<>();
    REPLAYS.forEach((name, replay) -> found.addAll(replay.differences()));
    Files.write(Path.of("target", "mlflow-differences.txt"), found);
    assertThat(differences().keySet())
        .as("differences.txt has all that differs")
        .containsAll(found);
    if (OTHERS.isEmpty()) {
      assertThat(found)
          .as("all that differences.txt has differs: a line that is right now has to go")
          .containsAll(alwaysThere());
    }
  }

  /** As that question is answered where nothing keeps the recorded server from it. */
  @Test
  void answers_whereTheRecordedServerWasKeptFromAnswering_areThoseOfOneThatWorks() {
    Map<String, Set<String>> recorded = new TreeMap<>();
    CONVERSATIONS.values().stream()
        .flatMap(List::stream)
        .filter(exchange -> !exchange.keptFromAnswering())
        .forEach(
            exchange ->
                recorded
                    .computeIfAbsent(exchange.question(), any -> new TreeSet<>())
                    .add(exchange.outcome()));
    Map<String, Set<String>> ours = new TreeMap<>();
    REPLAYS
        .values()
        .forEach(
            replay ->
                replay
                    .outcomesAside()
                    .forEach(
                        (question, outcomes) ->
                            ours.computeIfAbsent(question, any -> new TreeSet<>())
                                .addAll(outcomes)));

    assertThat(ours)
        .isNotEmpty()
        .allSatisfy(
            (question, outcomes) ->
                assertThat(outcomes).as(question).isSubsetOf(recorded.get(question)));
  }

  /** Differences that do not depend on what the views show in time. */
  private static List<String> alwaysThere() throws IOException {
    return lines("differences.txt").stream()
        .map(line -> line.split(" \\| ", -1))
        .filter(parts -> parts.length == 2)
        .map(parts -> parts[0])
        .toList();
  }

  @ParameterizedTest
  @MethodSource("conversationsWithATruth")
  void totals_areTheTruth(String name) throws Exception {
    JsonNode truth = JSON.readTree(FOLDER.resolve(name).resolve("expected.json").toFile());
    JsonNode traces = REPLAYS.get(name).traces(CONVERSATIONS.get(name));

    USAGE.forEach(
        (fact, field) -> {
          if (truth.has(fact)) {
            assertThat(sum(traces, "mlflow.trace.tokenUsage", field))
                .as(fact)
                .isEqualByComparingTo(truth.get(fact).asText());
          }
        });
    if (truth.has("list_price_usd")) {
      assertThat(sum(traces, "mlflow.trace.cost", "total_cost").round(DIGITS))
          .isEqualByComparingTo(truth.get("list_price_usd").asText());
    }
  }

  private static BigDecimal sum(JsonNode traces, String metadata, String field) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode trace : traces) {
      String text = trace.path("trace_metadata").path(metadata).asText("{}");
      try {
        sum = sum.add(new BigDecimal(JSON.readTree(text).path(field).asText("0")));
      } catch (IOException e) {
        throw new AssertionError(metadata + " is no JSON: " + text, e);
      }
    }
    return sum;
  }

  @Test
  void page_tellsWhatIsAnswered() throws Exception {
    Map<String, Set<String>> answered = new TreeMap<>();
    REPLAYS.forEach(
        (name, replay) ->
            replay
                .answered()
                .forEach(
                    endpoint ->
                        answered.computeIfAbsent(endpoint, any -> new TreeSet<>()).add(name)));
    List<String> endpoints = lines("endpoints.txt");
    String page =
        new CompatibilityPage(RunningMillrace.shared().bridgeHttp(), answered, differences())
            .text(endpoints);
    Path written = Files.writeString(Path.of("target", "mlflow.md"), page);

    assertThat(endpoints)
        .map(line -> line.split(" \\|", 2)[0])
        .as("endpoints.txt has all that the conversations ask")
        .containsAll(answered.keySet());
    assertThat(PAGE).as("copy %s over it", written).hasContent(page);
  }

  @Test
  void testsThatThePageNames_areThere() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String module : List.of("ingest-bridge", "query-api", "quickstart")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files.map(file -> file.getFileName().toString()).forEach(there::add);
      }
    }

    assertThat(lines("endpoints.txt"))
        .map(line -> line.split(" \\| ?", 2)[1].strip())
        .filteredOn(test -> !test.isEmpty())
        .allSatisfy(test -> assertThat(there).contains(test + ".java"));
  }

  /** Each with its reason. */
  private static Map<String, String> differences() throws IOException {
    Map<String, String> differences = new TreeMap<>();
    for (String line : lines("differences.txt")) {
      String[] parts = line.split(" \\| ", -1);
      differences.put(parts[0], parts[1]);
    }
    return differences;
  }

  private static List<String> lines(String file) throws IOException {
    String path = "/io/millrace/quickstart/mlflow/" + file;
    try (var in = MlflowConversationIT.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
