// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of MLflow that all begin at once: each asks for the one experiment, makes it if it is not
 * there, and logs a trace, its span and its trace info. Like MLflow's own client each sends again
 * what was not acknowledged.
 */
final class MlflowFleet {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<Integer> RETRYABLE = Set.of(429, 500, 502, 503, 504);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);
  private static final String EXPERIMENTS = "/api/2.0/mlflow/experiments/";

  private static final String SPAN =
      """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%1$s","spanId":"00000000000000a1",
       "name":"call","startTimeUnixNano":"%2$d","endTimeUnixNano":"%2$d","attributes":[
        {"key":"mlflow.spanType","value":{"stringValue":"\\"CHAT_MODEL\\""}},
        {"key":"mlflow.chat.tokenUsage","value":{"stringValue":
         "{\\"input_tokens\\": 10, \\"output_tokens\\": 1, \\"total_tokens\\": 11}"}}]}]}]}]}\
      """;

  private static final String INFO =
      """
      {"trace":{"trace_info":{"trace_id":"tr-%s","state":"OK","trace_location":
       {"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"%s"}},
       "trace_metadata":{"mlflow.trace.session":"session-%d"}}}}\
      """;

  private final List<URI> bridges;
  private final String workspace;
  private final Duration patience;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A fleet.
   *
   * @param bridges each client speaks with one of them
   * @param patience how long a request is sent again
   */
  MlflowFleet(List<URI> bridges, String workspace, Duration patience) {
    this.bridges = List.copyOf(bridges);
    this.workspace = workspace;
    this.patience = patience;
  }

  /** Requests acknowledged so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** The ids of the experiment that the clients were told. */
  Set<String> run(int clients, String experiment) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        running.add(threads.submit(() -> client(client, experiment)));
      }
      Set<String> ids = new TreeSet<>();
      for (Future<String> each : running) {
        ids.add(each.get());
      }
      return ids;
    } finally {
      threads.shutdownNow();
    }
  }

  private String client(int client, String experiment) throws IOException {
    URI bridge = bridges.get(client % bridges.size());
    String byName = EXPERIMENTS + "get-by-name?experiment_name=" + experiment;
    HttpResponse<String> found = send(bridge, "GET", byName, "", "0");
    if (found.statusCode() == 404) {
      // another may have made it meanwhile: it is there, and the refusal says so
      send(bridge, "POST", EXPERIMENTS + "create", "{\"name\":\"" + experiment + "\"}", "0");
      found = send(bridge, "GET", byName, "", "0");
    }
    JsonNode told = JSON.readTree(found.body());
    String id = told.path("experiment").path("experiment_id").asText("none: " + told);
    String traceId = "%032x".formatted(client + 1);
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    send(bridge, "POST", "/v1/traces", SPAN.formatted(traceId, now), id);
    send(bridge, "POST", "/api/3.0/mlflow/traces", INFO.formatted(traceId, id, client), id);
    return id;
  }

  /** Until it is answered: taken, or refused for good. */
  private HttpResponse<String> send(
      URI bridge, String method, String path, String body, String experiment) {
    HttpRequest request =
        HttpRequest.newBuilder(bridge.resolve(path))
            .timeout(patience)
            .header("x-mlflow-workspace", workspace)
            .header("x-mlflow-experiment-id", experiment)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> acknowledgement =
        await(method + " " + path + " is acknowledged")
            .atMost(patience)
            .pollDelay(Duration.ZERO)
            .pollInterval(BETWEEN_ATTEMPTS)
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(
                () -> http.send(request, BodyHandlers.ofString()),
                answer -> !RETRYABLE.contains(answer.statusCode()));
    acknowledged.incrementAndGet();
    return acknowledgement;
  }
}
