// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a client of MLflow writes by its own paths is in SQL, and in what it reads. */
class MlflowWriteIT {
  private static final String WORKSPACE = "mlflow-write";
  private static final String TRACE_ID = "5b8aa5a2d2c872e8321cf37308d69df2";
  private static final String TRACE = "/api/3.0/mlflow/traces/tr-" + TRACE_ID;
  private static final String EXPERIMENTS = "/api/2.0/mlflow/experiments/";
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String SPANS =
      """
      {"spans":[{"trace_id":"W4qlotLIcugyHPNzCNad8g==","span_id":"BRWBvxWZ+zM=","parent_span_id":null,
       "name":"call","start_time_unix_nano":%1$d,"end_time_unix_nano":%2$d,
       "status":{"code":"STATUS_CODE_OK","message":""},"events":[],"links":[],
       "attributes":{"mlflow.traceRequestId":"\\"tr-%3$s\\"","mlflow.spanType":"\\"CHAT_MODEL\\"",
        "mlflow.llm.model":"\\"gpt-4o-mini\\"",
        "mlflow.chat.tokenUsage":"{\\"input_tokens\\": 70, \\"output_tokens\\": 7, \\"total_tokens\\": 77}"}}]}""";

  private static final String INFO =
      """
      {"trace":{"trace_info":{"trace_id":"tr-%1$s","client_request_id":"request-1",
       "trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"%2$s"}},
       "request_time":"2026-11-20T15:26:01.286Z","execution_duration":"0.018s","state":"ERROR",
       "request_preview":"as the client says",
       "trace_metadata":{"mlflow.trace.session":"session-1","mlflow.trace.user":"user-1","build":"7"},
       "tags":{"team":"first","mlflow.traceName":"call"}}}}""";

  private final RunningMillrace millrace = RunningMillrace.shared();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void traceOfATraceInfoAndAFileOfSpans_isWhole() throws Exception {
    String experiment = experiment("plugins");
    String artifact =
        "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/traces/tr-" + TRACE_ID;
    String info = INFO.formatted(TRACE_ID, experiment);
    long endUnixNano = Duration.ofMillis(System.currentTimeMillis()).toNanos();
    long startUnixNano = endUnixNano - Duration.ofSeconds(1).toNanos();
    JsonNode told = JSON.readTree(ok("POST", "/api/3.0/mlflow/traces", info));
    assertThat(told.at("/trace/trace_info/tags/mlflow.artifactLocation").textValue())
        .isEqualTo("mlflow-artifacts:/" + experiment + "/traces/tr-" + TRACE_ID + "/artifacts");
    for (int times = 0; times < 2; times++) {
      ok(
          "PUT",
          artifact + "/artifacts/traces.json",
          SPANS.formatted(startUnixNano, endUnixNano, TRACE_ID));
    }
    ok("PATCH", TRACE + "/tags", "{\"key\":\"team\",\"value\":\"last\"}");
    ok(
        "POST",
        TRACE + "/assessments",
        "{\"assessment\":{\"assessment_name\":\"good\",\"feedback\":{\"value\":true},"
            + "\"source\":{\"source_type\":\"HUMAN\",\"source_id\":\"user-2\"}}}");
    awaitShown();

    assertThat(
            rows(
                "SELECT experiment_id, session_id, user_id, status, tags['team'] AS team,"
                    + " input_tokens, output_tokens, llm_calls, span_count FROM traces"))
        .isEqualTo(
            List.of(
                Map.of(
                    "experiment_id", experiment,
                    "session_id", "session-1",
                    "user_id", "user-1",
                    "status", "ERROR",
                    "team", "last",
                    "input_tokens", "70",
                    "output_tokens", "7",
                    "llm_calls", "1",
                    "span_count", "1")));
    assertThat(rows("SELECT state, client_request_id, duration_ns FROM trace_info"))
        .isEqualTo(
            List.of(
                Map.of(
                    "state",
                    "ERROR",
                    "client_request_id",
                    "request-1",
                    "duration_ns",
                    "18000000")));
    JsonNode read = JSON.readTree(ok("GET", TRACE, "")).at("/trace/trace_info");
    assertThat(read.at("/trace_location/mlflow_experiment/experiment_id").textValue())
        .isEqualTo(experiment);
    assertThat(read.at("/trace_metadata/mlflow.trace.session").textValue()).isEqualTo("session-1");
    assertThat(read.at("/tags/team").textValue()).isEqualTo("last");
    assertThat(read.at("/assessments/0/assessment_name").textValue()).isEqualTo("good");
    assertThat(read.at("/client_request_id").textValue()).isEqualTo("request-1");
    assertThat(read.at("/request_preview").textValue()).isEqualTo("as the client says");
    assertThat(read.at("/trace_metadata/build").textValue()).isEqualTo("7");
    for (String filter : List.of("client_request_id = 'request-1'", "metadata.build = '7'")) {
      assertThat(found(experiment, filter)).as(filter).isEqualTo("tr-" + TRACE_ID);
    }

    JsonNode deleted =
        JSON.readTree(
            ok(
                "POST",
                "/api/3.0/mlflow/traces/delete-traces",
                "{\"experiment_id\":\"%s\",\"max_timestamp_millis\":%d,\"max_traces\":9}"
                    .formatted(experiment, System.currentTimeMillis())));
    assertThat(deleted.path("traces_deleted").intValue()).isEqualTo(1);
    ok("POST", "/api/3.0/mlflow/traces", info);
    awaitShown();
    assertThat(send("GET", TRACE, "").statusCode()).isEqualTo(404);
    for (String view : List.of("traces", "spans", "trace_info", "annotations")) {
      assertThat(rows("SELECT trace_id FROM " + view)).as(view).isEmpty();
    }
  }

  @Test
  void experiment_isOneUnderItsName() throws Exception {
    String id = experiment("fleet");

    HttpResponse<String> again = send("POST", EXPERIMENTS + "create", "{\"name\":\"fleet\"}");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(again.body()).path("error_code").textValue())
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    ok("POST", EXPERIMENTS + "update", "{\"experiment_id\":\"" + id + "\",\"new_name\":\"navy\"}");
    assertThat(experiment("navy")).isEqualTo(id);
    awaitShown();

    assertThat(rows("SELECT name FROM experiments", "experiment_id = '" + id + "'"))
        .isEqualTo(List.of(Map.of("name", "navy")));
  }

  private String found(String experiment, String filter) throws Exception {
    String search =
        """
        {"locations":[{"mlflow_experiment":{"experiment_id":"%s"}}],"filter":"%s"}"""
            .formatted(experiment, filter);
    JsonNode answer = JSON.readTree(ok("POST", "/api/3.0/mlflow/traces/search", search));
    return answer.at("/traces/0/trace_id").asText();
  }

  /** Asks for it as MLflow's client does: by name, else made. */
  private String experiment(String name) throws Exception {
    String byName = EXPERIMENTS + "get-by-name?experiment_name=" + name;
    HttpResponse<String> found = send("GET", byName, "");
    if (found.statusCode() == 404) {
      ok("POST", EXPERIMENTS + "create", "{\"name\":\"" + name + "\"}");
    }
    return JSON.readTree(ok("GET", byName, "")).at("/experiment/experiment_id").textValue();
  }

  private void awaitShown() throws Exception {
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  private List<Map<String, String>> rows(String select) {
    return rows(select, "trace_id = '" + TRACE_ID + "'");
  }

  /** Values as texts. */
  private List<Map<String, String>> rows(String select, String condition) {
    String sql = select + " WHERE workspace = {workspace:String} AND " + condition;
    return millrace.query(sql, Map.of("workspace", WORKSPACE)).stream()
        .map(MlflowWriteIT::texts)
        .toList();
  }

  private static Map<String, String> texts(Map<String, Object> row) {
    Map<String, String> texts = new TreeMap<>();
    row.forEach((column, value) -> texts.put(column, value.toString()));
    return texts;
  }

  private String ok(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(method, path, body);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(millrace.bridgeHttp().resolve(path))
            .header("x-mlflow-workspace", WORKSPACE)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
