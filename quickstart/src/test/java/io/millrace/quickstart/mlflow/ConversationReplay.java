// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Says a recorded conversation again, in its order, to a Millrace. */
final class ConversationReplay {
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(2);
  private static final Set<Integer> OVERLOADED = Set.of(429, 503);
  private static final String EXPERIMENT_HEADER = "x-mlflow-experiment-id";

  private final RunningMillrace millrace;
  private final String workspace;
  private final RecordedIds ids = new RecordedIds();
  private final Set<String> differences = new TreeSet<>();
  private final Set<String> answered = new TreeSet<>();
  private final Map<String, Set<String>> outcomesAside = new TreeMap<>();
  private boolean written;

  /** A replay into a workspace of its own. */
  ConversationReplay(RunningMillrace millrace, String workspace) {
    this.millrace = millrace;
    this.workspace = workspace;
  }

  static List<Exchange> read(Path folder) throws IOException {
    List<Exchange> exchanges = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(file -> file.toString().endsWith(Exchange.REQUEST)).sorted().toList()) {
        exchanges.add(Exchange.read(file));
      }
    }
    return exchanges;
  }

  /** Endpoint and place in its answer of each difference from the recorded one. */
  Set<String> differences() {
    return differences;
  }

  /** Method and endpoint of what was answered. */
  Set<String> answered() {
    return answered;
  }

  /**
   * Method and endpoint → outcomes, of what the recorded server was kept from answering. That was
   * said in a second workspace, since the recorded server did not hear it: what it answered later
   * it answered without.
   */
  Map<String, Set<String>> outcomesAside() {
    return outcomesAside;
  }

  /** Says it, and compares each answer. */
  void replay(List<Exchange> exchanges) throws IOException, InterruptedException {
    for (Exchange exchange : exchanges) {
      giveExperiment(exchange);
      if (exchange.reads() && written) {
        awaitShown();
      }
      written |= !exchange.method().equals("GET") && !exchange.reads();
      if (exchange.keptFromAnswering()) {
        HttpResponse<String> answer = send(exchange, workspace + "-aside");
        outcomesAside
            .computeIfAbsent(exchange.question(), any -> new TreeSet<>())
            .add(Exchange.outcome(answer.statusCode(), json(answer.body())));
      } else {
        compare(exchange, send(exchange, workspace));
      }
    }
  }

  private void compare(Exchange exchange, HttpResponse<String> answer) throws IOException {
    JsonNode ours = json(answer.body());
    String question = exchange.question();
    if (ours.path("error_code").asText().equals("ENDPOINT_NOT_FOUND")) {
      differences.add(question + ": is not served");
      return;
    }
    answered.add(question);
    if (answer.statusCode() != exchange.status()) {
      differences.add("%s: %d, not %d".formatted(question, answer.statusCode(), exchange.status()));
      return;
    }
    ids.learn(exchange.answer(), ours);
    if (!exchange.answer().isMissingNode()) {
      AnswerShape.differences(json(ids.ours(exchange.answer().toString())), ours)
          .forEach(difference -> differences.add(question + ": " + difference));
    }
  }

  /** All trace infos of the experiment that the conversation is about. */
  JsonNode traces(List<Exchange> exchanges) throws IOException, InterruptedException {
    awaitShown();
    String recorded =
        exchanges.stream()
            .map(exchange -> exchange.answer().findPath("experiment_id").asText(""))
            .filter(id -> !id.isEmpty())
            .findFirst()
            .orElseThrow();
    var search = JsonNodeFactory.instance.objectNode();
    search
        .putArray("locations")
        .addObject()
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", ids.experiment(recorded));
    return json(send(request("/api/3.0/mlflow/traces/search", workspace)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(search.toString())))
            .body())
        .path("traces");
  }

  /** One that was there before the conversation began. */
  private void giveExperiment(Exchange exchange) throws IOException, InterruptedException {
    JsonNode experiment = exchange.answer().path("experiment");
    String id = experiment.path("experiment_id").asText("");
    if (!id.isEmpty() && !ids.knowsExperiment(id)) {
      String body =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", experiment.path("name").asText())
              .toString();
      HttpResponse<String> made =
          send(
              request("/api/2.0/mlflow/experiments/create", workspace)
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      ids.putExperiment(id, json(made.body()).path("experiment_id").asText());
    }
  }

  private void awaitShown() throws IOException, InterruptedException {
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
    written = false;
  }

  private HttpResponse<String> send(Exchange exchange, String whose)
      throws IOException, InterruptedException {
    List<String> parameters = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : exchange.request().path("query").properties()) {
      List<JsonNode> values =
          each.getValue().isArray() ? list(each.getValue()) : List.of(each.getValue());
      for (JsonNode value : values) {
        String ours =
            each.getKey().equals("experiment_id")
                ? ids.experiment(value.asText())
                : ids.ours(value.asText());
        parameters.add(each.getKey() + "=" + URLEncoder.encode(ours, StandardCharsets.UTF_8));
      }
    }
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    HttpRequest.Builder request = request(ids.ours(exchange.path()) + query, whose);
    JsonNode headers = exchange.request().path("headers");
    if (headers.has(EXPERIMENT_HEADER)) {
      request.header(EXPERIMENT_HEADER, ids.experiment(headers.get(EXPERIMENT_HEADER).asText()));
    }
    if (headers.has("content-type")) {
      request.header("content-type", headers.get("content-type").asText());
    }
    byte[] body =
        exchange.request().has("body_json")
            ? ids.ours(exchange.request().get("body_json").toString())
                .getBytes(StandardCharsets.UTF_8)
            : exchange.body();
    return send(request.method(exchange.method(), BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path, String whose) {
    return HttpRequest.newBuilder(URI.create(millrace.bridgeHttp() + path))
        .header("x-mlflow-workspace", whose);
  }

  /** As MLflow's client does, again while the server has too much to do. */
  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(ANSWERED_WITHIN);
    HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
    while (OVERLOADED.contains(answer.statusCode()) && Instant.now().isBefore(deadline)) {
      TimeUnit.MILLISECONDS.sleep(200);
      answer = CLIENT.send(request.build(), BodyHandlers.ofString());
    }
    return answer;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private static JsonNode json(String text) throws IOException {
    return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
  }
}
