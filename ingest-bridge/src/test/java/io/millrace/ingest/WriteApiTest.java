// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlBody;
import io.millrace.schemas.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteApiTest {
  private static final String TRACE = "/api/v1/traces/0AF7651916CD43DD8448EB211C80319C";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RunningServer server = new RunningServer();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void assessment_isARecordOfItsTraceWithEveryField() throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            TRACE + "/assessments",
            """
            {"name":"quality","value":{"score":4},"rationale":"clear","metadata":{"k":"v"},
             "source":{"type":"HUMAN","id":"ann"},"span_id":"00F067AA0BA902B7"}""");

    assertThat(answer.statusCode()).isEqualTo(201);
    JsonNode reply = JSON.readTree(answer.body());
    assertThat(reply.at("/assessment_id").textValue()).startsWith("a-");
    assertThat(reply.at("/log/0/topic").textValue()).isEqualTo(Topics.ANNOTATIONS);
    assertThat(reply.at("/log/0/offset").isIntegralNumber()).isTrue();
    OutgoingRecord record = server.publisher.records.get(0);
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("team\u00000af7651916cd43dd8448eb211c80319c");
    JsonNode fields = body().at("/fields");
    assertThat(fields.at("/value").textValue()).isEqualTo("{\"score\":4}");
    assertThat(fields.at("/span_id").textValue()).isEqualTo("00f067aa0ba902b7");
    assertThat(fields.at("/source_type").textValue()).isEqualTo("HUMAN");
    assertThat(fields.at("/kind").textValue()).isEqualTo("FEEDBACK");
    assertThat(fields.at("/metadata").textValue()).isEqualTo("{\"k\":\"v\"}");
    assertThat(fields.at("/deleted").textValue()).isEqualTo("false");
  }

  @Test
  void change_setsWhatItNamesOnly() throws Exception {
    assertThat(send("PATCH", TRACE + "/assessments/a-1", "{\"value\":5}").statusCode())
        .isEqualTo(200);

    assertThat(body().at("/id").textValue()).isEqualTo("a-1");
    assertThat(body().at("/fields").toString()).isEqualTo("{\"value\":\"5\"}");
  }

  @Test
  void deletes_areRecordsToo() throws Exception {
    send("DELETE", TRACE + "/assessments/a-1", "");
    assertThat(body().at("/fields").toString()).isEqualTo("{\"deleted\":\"true\"}");
    send("DELETE", TRACE, "");
    assertThat(annotation().getKind()).isEqualTo("delete");
    assertThat(body().toString()).isEqualTo("{\"sessionId\":\"\",\"userId\":\"\"}");
    send("DELETE", TRACE + "?session_id=a%2Fb%20c", "");
    assertThat(body().at("/sessionId").textValue()).isEqualTo("a/b c");
    assertThat(send("DELETE", TRACE + "?sesion_id=x", "").statusCode()).isEqualTo(400);
    assertThat(send("DELETE", TRACE + "?session_id=", "").statusCode()).isEqualTo(400);
  }

  @Test
  void repricing_carriesItsPrices() throws Exception {
    send("POST", TRACE + "/reprice", "{\"prices\":\"- model: m\"}");

    assertThat(annotation().getKind()).isEqualTo("reprice");
    assertThat(body().at("/prices").textValue()).isEqualTo("- model: m");
  }

  @Test
  void tags_areSetAndRemovedByOneMergePatch() throws Exception {
    send("PATCH", TRACE + "/tags", "{\"a\":\"1\",\"b\":null}");

    assertThat(body().toString()).isEqualTo("{\"values\":{\"a\":\"1\",\"b\":null}}");
  }

  @Test
  void price_isAControlRecordOfItsName() throws Exception {
    String price =
        "{\"model\":\"m-*\",\"effective_from\":\"2026-03-13\",\"usd_per_million_tokens\":{\"input\":0.1,\"output\":2}}";

    assertThat(send("PUT", "/api/v1/prices/our%20m", price).statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/api/v1/prices/our%20m", "").statusCode()).isEqualTo(200);

    Control put = server.control(server.publisher.records.get(0));
    assertThat(put.getKind()).isEqualTo(ControlBody.PRICE_OVERRIDE);
    assertThat(put.getName()).isEqualTo("our m");
    assertThat(put.getBody()).isEqualTo(price);
    assertThat(server.control(server.publisher.records.get(1)).getBody()).isEmpty();
  }

  @Test
  void deletedSessionAndUser_areControlRecords() throws Exception {
    assertThat(send("DELETE", "/api/v1/sessions/a%2Fb", "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/api/v1/users/u", "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/api/v1/users/u;v", "").statusCode()).isEqualTo(200);

    Control session = server.control(server.publisher.records.get(0));
    assertThat(session.getKind()).isEqualTo(ControlBody.DELETION);
    assertThat(session.getName()).isEqualTo("session/a/b");
    assertThat(ControlBody.deletion(session.getBody()))
        .isEqualTo(new ControlBody.Deletion("a/b", ""));
    assertThat(server.control(server.publisher.records.get(1)).getName()).isEqualTo("user/u");
    assertThat(server.control(server.publisher.records.get(2)).getName()).isEqualTo("user/u;v");
  }

  @Test
  void experiment_hasOneIdInAllBridgesAndAnotherInEachWorkspace() throws Exception {
    String id = experiment("team");

    assertThat(experiment("team")).isEqualTo(id).matches("[1-9][0-9]{0,15}");
    assertThat(experiment("other")).isNotEqualTo(id);
    Control control = server.control(server.publisher.records.get(0));
    assertThat(control.getName()).isEqualTo(id + "/made");
    assertThat(control.getBody()).isEqualTo("{\"value\":\"prod\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST  | /api/v1/traces/xyz/assessments | {'name':'n'}                     | 400 | trace_id",
        "POST  | assessments                    | {}                               | 400 | name",
        "POST  | assessments                    | {'name':'n','kind':'X'}          | 400 | kind",
        "POST  | assessments                    | {'name':'n','source':{'type':1}} | 400 | type",
        "POST  | assessments                    | {'name':'n','nmae':'x'}          | 400 | nmae",
        "POST  | assessments                    | {'name':'n','create_time':'x'}   | 400 | create_time",
        "PATCH | tags                           | {'k':1}                          | 400 | tags.k",
        "PATCH | tags                           | [1]                              | 400 | body",
        "PATCH | tags                           | {'a':'','b':'','c':'','d':''}    | 400 | body",
        "PATCH | tags                           | {                                | 400 | ",
        "PUT   | tags                           | {}                               | 405 | ",
        "PUT   | /api/v1/prices/p               | {}                               | 400 | model",
        "PUT   | /api/v1/prices/p               | {'model':'m'}                    | 400 | usd_per_million_tokens",
        "PUT   | /api/v1/prices/p               | {'model':'m','same_as':{}}       | 400 | same_as.model",
        "PUT   | /api/v1/prices/p | {'model':'m','usd_per_million_tokens':{'input':1,'output':1e6}} | 400 | usd_per_million_tokens.output",
        "PUT   | /api/v1/prices/p | {'model':'m','usd_per_million_tokens':{'input':1e-13,'output':1}} | 400 | usd_per_million_tokens.input",
        "PUT   | /api/v1/prices/p | {'model':'m','same_as':{'model':'n'},'effective_from':'2026-02-30'} | 400 | effective_from",
        "POST  | /api/v1/nothing                | {}                               | 404 | ",
      })
  void badWrite_isAProblemThatNamesTheField(
      String method, String path, String body, int status, String parameter) throws Exception {
    String where = path.startsWith("/") ? path : TRACE + "/" + path;
    HttpResponse<String> answer = send(method, where, body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(answer.body()).path("parameter").asText(null)).isEqualTo(parameter);
    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void page_mayNotWrite() throws Exception {
    HttpRequest request =
        request("PATCH", TRACE + "/tags", "{\"a\":\"1\"}")
            .header("origin", "http://127.0.0.1:" + server.port)
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  @Test
  void brokerAway_isToldAsRetryable() throws Exception {
    server.publisher.failing = record -> true;

    HttpResponse<String> answer = send("DELETE", TRACE, "");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void bodyLargerThanARecord_isRefused() throws Exception {
    String large = "x".repeat(RunningServer.LIMITS.maxRecordBytes());

    assertThat(send("PATCH", TRACE + "/tags", "{\"a\":\"" + large + "\"}").statusCode())
        .isEqualTo(413);
  }

  private String experiment(String workspace) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/experiments"))
            .header("x-mlflow-workspace", workspace)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\":\"prod\"}"))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    return JSON.readTree(answer.body()).at("/experiment_id").textValue();
  }

  /** Of the last record. */
  private Annotation annotation() throws Exception {
    return server.annotation(server.publisher.records.get(server.publisher.records.size() - 1));
  }

  private JsonNode body() throws Exception {
    return JSON.readTree(annotation().getBody());
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(request(method, path, body).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .header("x-mlflow-workspace", "team")
        .header("content-type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port + path);
  }
}
