// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What MLflow's clients read, asked at the bridge, over what real clients sent. */
final class MlflowReading {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String TRACES = "/api/3.0/mlflow/traces/";
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final String WORKSPACE = "mlflow-read";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static RunningMillrace millrace;

  private MlflowReading() {}

  /** Sends what is read here; once for all tests. */
  static synchronized void send() throws Exception {
    if (millrace != null) {
      return;
    }
    millrace = RunningMillrace.shared();
    for (String client : List.of("openhands", "mlflow-otlp-export-otel140")) {
      millrace.send(Path.of("..", "corpus", client), ReplayPlan.into(WORKSPACE));
    }
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  static void assertProblem(HttpResponse<String> answer, int status, String code, String message)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error_code").textValue()).isEqualTo(code);
    assertThat(JSON.readTree(answer.body()).path("message").textValue()).contains(message);
  }

  static List<String> found(String filter) throws Exception {
    return infos(filter).stream().map(info -> info.path("trace_id").textValue()).toList();
  }

  static List<JsonNode> infos(String filter) throws Exception {
    HttpResponse<String> answer = post("search", search(filter));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return list(JSON.readTree(answer.body()).path("traces"));
  }

  static ObjectNode search(String filter) {
    ObjectNode search = JSON.createObjectNode();
    ArrayNode locations = search.putArray("locations");
    for (String id : experimentIds()) {
      locations
          .addObject()
          .put("type", "MLFLOW_EXPERIMENT")
          .putObject("mlflow_experiment")
          .put("experiment_id", id);
    }
    return search.put("filter", filter);
  }

  /** As the clients named them when they were recorded. */
  static List<String> experimentIds() {
    return column("SELECT DISTINCT experiment_id FROM traces WHERE workspace = {workspace:String}");
  }

  static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(request(TRACES + path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  static HttpResponse<String> post(String path, ObjectNode body) throws Exception {
    return send(
        request(TRACES + path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(millrace.bridgeHttp().resolve(path))
        .header("x-mlflow-workspace", WORKSPACE);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  static List<Map<String, Object>> rows(String sql) {
    return millrace.query(sql, Map.of("workspace", WORKSPACE));
  }

  static List<String> column(String sql) {
    return rows(sql).stream().map(row -> row.values().iterator().next().toString()).toList();
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static Set<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
