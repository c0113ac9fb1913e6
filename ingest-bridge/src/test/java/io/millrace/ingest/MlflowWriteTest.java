// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static io.millrace.ingest.MlflowCaller.JSON;
import static io.millrace.ingest.MlflowCaller.error;
import static io.millrace.ingest.MlflowCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.OtlpEnvelope;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MLflow's clients send, as recorded from them, and what they rely on in the answers. */
class MlflowWriteTest {
  private static final String HEX = "858a4634f1fa98f63e01c016c9026f94";
  private static final String TRACE = "/api/3.0/mlflow/traces/tr-" + HEX;
  private static final String DELETE_TRACES = "/api/2.0/mlflow/traces/delete-traces";

  private static final String INFO =
      """
      {"trace":{"trace_info":{"trace_id":"tr-%s","client_request_id":"req-1",
       "trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"44"}},
       "request_time":"2026-11-20T15:26:01.286Z","execution_duration":"0.018s","state":"OK",
       "trace_metadata":{"mlflow.trace.session":"s-1","mlflow.trace.user":"u-1"},
       "tags":{"mlflow.traceName":"travel_agent"},"request_preview":"in"}}}"""
          .formatted(HEX);

  private final RunningServer server = new RunningServer();
  private final MlflowCaller mlflow = new MlflowCaller(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void server_saysThatItTakesSpansOverOtlpAndHasWorkspaces() throws Exception {
    assertThat(mlflow.send("GET", "/version", "").body()).startsWith("3.");
    assertThat(mlflow.send("GET", "/health", "").body()).isEqualTo("OK");
    JsonNode info = json(mlflow.send("GET", "/api/3.0/mlflow/server-info", ""));
    assertThat(info.at("/workspaces_enabled").booleanValue()).isTrue();
    assertThat(info.at("/presigned_upload_run_id_supported").asText()).isEqualTo("false");
    assertThat(info.at("/features_enabled/gateway").asText()).isEqualTo("false");
  }

  @Test
  void traceInfo_isARecordOfItsTraceAndIsAnsweredWithWhereItsSpansAre() throws Exception {
    HttpResponse<String> answer = mlflow.send("POST", "/api/3.0/mlflow/traces", INFO);

    JsonNode info = json(answer).at("/trace/trace_info");
    assertThat(info.at("/trace_id").textValue()).isEqualTo("tr-" + HEX);
    assertThat(info.at("/tags/mlflow.trace.spansLocation").textValue()).isEqualTo("TRACKING_STORE");
    assertThat(info.at("/tags/mlflow.artifactLocation").textValue())
        .isEqualTo("mlflow-artifacts:/44/traces/tr-" + HEX + "/artifacts");
    assertThat(info.at("/tags/mlflow.traceName").textValue()).isEqualTo("travel_agent");
    assertThat(info.at("/execution_duration").textValue()).isEqualTo("0.018s");
    assertThat(info.at("/trace_metadata").toString())
        .isEqualTo(
            "{\"mlflow.trace.infoFinalized\":\"true\",\"mlflow.trace.session\":\"s-1\","
                + "\"mlflow.trace.user\":\"u-1\"}");
    assertThat(new String(server.publisher.records.get(0).key(), StandardCharsets.UTF_8))
        .isEqualTo("team\0" + HEX);
    JsonNode body = annotation("trace_info");
    assertThat(body.at("/fields/experiment_id").textValue()).isEqualTo("44");
    assertThat(body.at("/fields/request_time").textValue()).isEqualTo("1795188361286000000");
    assertThat(body.at("/fields/execution_duration").textValue()).isEqualTo("18000000");
    assertThat(body.at("/fields/response_preview").textValue()).isEmpty();
    assertThat(body.at("/metadata/mlflow.trace.user").textValue()).isEqualTo("u-1");
    assertThat(body.at("/tags").toString()).isEqualTo("{\"mlflow.traceName\":\"travel_agent\"}");
  }

  @Test
  void pathThatLooksLikeATraces_isNotThere() throws Exception {
    assertThat(
            error(
                mlflow.send(
                    "POST", TRACE.replace("tr-" + HEX, "calculate-filter-correlation"), "{}"),
                404))
        .isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @Test
  void traceInfoOfVersion2_isNotThere() throws Exception {
    assertThat(error(mlflow.send("POST", "/api/2.0/mlflow/traces", "{}"), 404))
        .isEqualTo("ENDPOINT_NOT_FOUND");
    assertThat(error(mlflow.send("POST", "/api/2.0/mlflow/gateway/routes/create", "{}"), 404))
        .isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.018s | 1e999999999s | execution_duration",
        "2026-11-20T15:26:01.286Z | yesterday | request_time",
        "\"OK\" | \"FINE\" | state",
        "tr-858a | tr-zzzz | trace_id",
        "{\"mlflow.traceName\":\"travel_agent\"} | 3 | tags",
      })
  void traceInfoThatMakesNoSense_isRefusedByTheFieldsName(String from, String to, String field)
      throws Exception {
    HttpResponse<String> answer =
        mlflow.send("POST", "/api/3.0/mlflow/traces", INFO.replace(from, to));

    assertThat(error(answer, 400)).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(json(answer).at("/message").textValue()).startsWith(field);
    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void tagsLinksAndDeletes_areRecords() throws Exception {
    mlflow.send("PATCH", TRACE.replace("3.0", "2.0") + "/tags", "{\"key\":\"k\",\"value\":\"v\"}");
    assertThat(annotation("tag").toString()).isEqualTo("{\"values\":{\"k\":\"v\"}}");
    mlflow.send("DELETE", TRACE + "/tags", "{\"key\":\"k\"}");
    assertThat(annotation("tag").toString()).isEqualTo("{\"values\":{\"k\":null}}");
    mlflow.send("DELETE", TRACE + "/tags?key=q", "");
    assertThat(annotation("tag").toString()).isEqualTo("{\"values\":{\"q\":null}}");

    mlflow.send(
        "POST",
        "/api/2.0/mlflow/traces/link-to-run",
        "{\"trace_ids\":[\"tr-" + HEX + "\"],\"run_id\":\"r\"}");
    assertThat(annotation("trace_info").at("/metadata/mlflow.sourceRun").textValue())
        .isEqualTo("r");

    HttpResponse<String> deleted =
        mlflow.send(
            "POST",
            DELETE_TRACES,
            "{\"experiment_id\":\"44\",\"request_ids\":[\"tr-" + HEX + "\"]}");
    assertThat(json(deleted).at("/traces_deleted").intValue()).isEqualTo(1);
    assertThat(annotation("delete").at("/sessionId").textValue()).isEmpty();
  }

  @Test
  void assessment_isAnsweredWithItsIdAndChangedAsTheMaskSays() throws Exception {
    JsonNode made =
        json(mlflow.send(
                "POST",
                TRACE + "/assessments",
                """
                    {"assessment":{"assessment_name":"helpful","trace_id":"tr-1",
                     "source":{"source_type":"HUMAN","source_id":"alice"},
                     "create_time":"2026-11-20T15:26:02.515Z","feedback":{"value":true},
                     "rationale":"good","metadata":{"k":"v"}}}"""))
            .at("/assessment");
    String id = made.at("/assessment_id").textValue();
    assertThat(id).matches("a-[0-9a-f]{32}");
    assertThat(made.at("/valid").booleanValue()).isTrue();
    assertThat(made.at("/feedback/value").booleanValue()).isTrue();
    JsonNode fields = annotation("assessment").at("/fields");
    assertThat(fields.at("/value").textValue()).isEqualTo("true");
    assertThat(fields.at("/kind").textValue()).isEqualTo("FEEDBACK");
    assertThat(fields.at("/source_type").textValue()).isEqualTo("HUMAN");
    assertThat(fields.at("/create_time").textValue()).isEqualTo("1795188362515000000");
    assertThat(fields.at("/metadata").textValue()).isEqualTo("{\"k\":\"v\"}");

    mlflow.send(
        "PATCH",
        TRACE + "/assessments/" + id,
        """
        {"assessment":{"assessment_id":"%s","assessment_name":"other","rationale":"no",
         "feedback":{"value":false}},"update_mask":"assessmentName,feedback"}"""
            .formatted(id));
    fields = annotation("assessment").at("/fields");
    assertThat(fields.at("/value").textValue()).isEqualTo("false");
    assertThat(fields.at("/name").textValue()).isEqualTo("other");
    assertThat(fields.has("rationale")).isFalse();

    assertThat(mlflow.send("DELETE", TRACE + "/assessments/" + id, "").body()).isEqualTo("{}");
    assertThat(annotation("assessment").at("/fields").toString())
        .isEqualTo("{\"deleted\":\"true\"}");
  }

  @Test
  void changedAssessment_isAnsweredAsAWholeWhereTheViewsShowIt() throws Exception {
    String path = TRACE + "/assessments/a-1";
    String change =
        """
        {"assessment":{"assessment_id":"a-1","assessment_name":"other","rationale":"no",
         "feedback":{"value":false}},"update_mask":"assessmentName,feedback"}""";
    server.questions =
        (sender, method, asked, body) -> {
          assertThat(method + " " + asked).isEqualTo("GET " + path);
          assertThat(sender.get("x-mlflow-workspace")).isEqualTo("team");
          return answer(
              """
              {"assessment":{"assessment_id":"a-1","assessment_name":"helpful","trace_id":"tr-1",
               "source":{"source_type":"HUMAN","source_id":"alice"},"rationale":"good",
               "create_time":"2026-11-20T15:26:02.515Z","feedback":{"value":true},"valid":true}}""");
        };

    JsonNode whole = json(mlflow.send("PATCH", path, change)).at("/assessment");
    assertThat(whole.at("/assessment_name").textValue()).isEqualTo("other");
    assertThat(whole.at("/feedback/value").booleanValue()).isFalse();
    assertThat(whole.at("/rationale").textValue()).isEqualTo("good");
    assertThat(whole.at("/source/source_id").textValue()).isEqualTo("alice");
    assertThat(whole.at("/create_time").textValue()).isEqualTo("2026-11-20T15:26:02.515Z");
    assertThat(whole.at("/last_update_time").textValue()).isEqualTo("2026-11-21T10:00:00Z");

    server.questions =
        (sender, method, asked, body) ->
            CompletableFuture.failedFuture(new IllegalStateException("away"));
    assertThat(
            json(mlflow.send("PATCH", path, change))
                .at("/assessment/feedback/value")
                .booleanValue())
        .isFalse();
  }

  @Test
  void tracesOfAnAge_areDeletedPageByPage() throws Exception {
    Queue<String> pages =
        new ConcurrentLinkedQueue<>(
            List.of(
                "{\"traces\":[{\"trace_id\":\"tr-" + HEX + "\"}],\"next_page_token\":\"more\"}",
                "{\"traces\":[{\"trace_id\":\"tr-" + HEX + "\"}],\"next_page_token\":\"rest\"}"));
    Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
    server.questions =
        (sender, method, path, body) -> {
          asked.add(answer(body).join().orElseThrow());
          return answer(pages.remove());
        };

    HttpResponse<String> deleted =
        mlflow.send(
            "POST",
            DELETE_TRACES,
            "{\"experiment_id\":\"44\",\"max_timestamp_millis\":\"17\",\"max_traces\":2}");

    assertThat(json(deleted).at("/traces_deleted").intValue()).isEqualTo(2);
    assertThat(server.publisher.records).hasSize(2);
    JsonNode first = asked.remove();
    assertThat(first.at("/filter").textValue()).isEqualTo("timestamp_ms <= 17");
    assertThat(first.at("/order_by/0").textValue()).isEqualTo("timestamp_ms ASC");
    assertThat(first.at("/locations/0/mlflow_experiment/experiment_id").textValue())
        .isEqualTo("44");
    assertThat(first.at("/max_results").intValue()).isEqualTo(2);
    JsonNode second = asked.remove();
    assertThat(second.at("/page_token").textValue()).isEqualTo("more");
    assertThat(second.at("/max_results").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"experiment_id\":\"44\"}",
        "{\"experiment_id\":\"44\",\"max_timestamp_millis\":\"x\"}",
        "{\"experiment_id\":\"44\",\"max_timestamp_millis\":1,\"max_traces\":0}",
        "{\"max_timestamp_millis\":1}",
      })
  void deleteThatNamesNoTraces_isRefused(String body) throws Exception {
    assertThat(error(mlflow.send("POST", DELETE_TRACES, body), 400))
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void deleteByAgeWithoutASearch_isNotTakenForOneThatFoundNothing() throws Exception {
    HttpResponse<String> deleted =
        mlflow.send("POST", DELETE_TRACES, "{\"experiment_id\":\"44\",\"max_timestamp_millis\":1}");

    assertThat(error(deleted, 503)).isEqualTo("TEMPORARILY_UNAVAILABLE");
    assertThat(deleted.body()).contains("bridge.reads.query-api-url");
    assertThat(server.publisher.records).isEmpty();
  }

  private static CompletableFuture<Optional<JsonNode>> answer(String json) {
    try {
      return CompletableFuture.completedFuture(Optional.of(JSON.readTree(json)));
    } catch (JsonProcessingException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Test
  void expectation_mayBeJsonInAText() throws Exception {
    mlflow.send(
        "POST",
        TRACE + "/assessments",
        """
        {"assessment":{"assessment_name":"expected","expectation":{"serialized_value":
         {"serialization_format":"JSON_FORMAT","value":"{\\"wear\\": \\"umbrella\\"}"}}}}""");

    JsonNode fields = annotation("assessment").at("/fields");
    assertThat(fields.at("/kind").textValue()).isEqualTo("EXPECTATION");
    assertThat(fields.at("/value").textValue()).isEqualTo("{\"wear\": \"umbrella\"}");
  }

  @Test
  void spansOfAnArtifact_areSpansOfTheirTrace() throws Exception {
    HttpResponse<String> answer =
        mlflow.send(
            "PUT",
            "/api/2.0/mlflow-artifacts/artifacts/44/traces/tr-" + HEX + "/artifacts/traces.json",
            """
            {"spans":[{"trace_id":"hYpGNPH6mPY+AcAWyQJvlA==","span_id":"/Zw1DcFawvM=",
             "parent_span_id":null,"name":"agent","start_time_unix_nano":1795188361306147038,
             "end_time_unix_nano":1795188361322555952,"status":{"code":"STATUS_CODE_ERROR",
             "message":"no"},"attributes":{"mlflow.spanType":"\\"AGENT\\"","n":12,
             "level":"20","ratio":"-0.5e-3","done":"true","id":"007","text":"\\"20\\"",
             "none":"null","large":"12345678901234567890"},
             "events":[{"name":"exception","time_unix_nano":1795188361322454016,
             "attributes":{"exception.type":"E","count":3}}],"links":[]}]}""");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    OtlpEnvelope envelope = server.envelopes().get(0);
    assertThat(envelope.getExperimentId()).isEqualTo("44");
    assertThat(envelope.getExperimentExplicit()).isTrue();
    Span span = Span.parseFrom(envelope.getGroups().get(0).getItems().get(0));
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray())).isEqualTo(HEX);
    assertThat(HexFormat.of().formatHex(span.getSpanId().toByteArray()))
        .isEqualTo("fd9c350dc15ac2f3");
    assertThat(span.getParentSpanId().isEmpty()).isTrue();
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1795188361322555952L);
    assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
    assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("\"AGENT\"");
    assertThat(span.getAttributes(1).getValue().getIntValue()).isEqualTo(12);
    assertThat(span.getAttributes(2).getValue().getIntValue()).isEqualTo(20);
    assertThat(span.getAttributes(3).getValue().getDoubleValue()).isEqualTo(-0.0005);
    assertThat(span.getAttributes(4).getValue().getBoolValue()).isTrue();
    assertThat(span.getAttributesList().subList(5, 9))
        .extracting(attribute -> attribute.getValue().getStringValue())
        .containsExactly("007", "\"20\"", "null", "12345678901234567890");
    assertThat(span.getEvents(0).getAttributes(1).getValue().getIntValue()).isEqualTo(3);
  }

  @Test
  void brokerAway_isToldAsRetryable() throws Exception {
    server.publisher.failing = record -> true;

    HttpResponse<String> answer = mlflow.send("POST", "/api/3.0/mlflow/traces", INFO);

    assertThat(error(answer, 503)).isEqualTo("TEMPORARILY_UNAVAILABLE");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void page_mayNotWrite() throws Exception {
    HttpRequest request =
        mlflow
            .request("POST", "/api/3.0/mlflow/traces", INFO)
            .header("origin", "http://evil")
            .build();

    assertThat(mlflow.send(request).statusCode()).isEqualTo(403);
  }

  /** The body of the last record, which must be of this kind. */
  private JsonNode annotation(String kind) throws Exception {
    var last = server.annotation(server.publisher.records.get(server.publisher.records.size() - 1));
    assertThat(last.getKind()).isEqualTo(kind);
    assertThat(last.getTraceId()).isEqualTo(HEX);
    return JSON.readTree(last.getBody());
  }
}
