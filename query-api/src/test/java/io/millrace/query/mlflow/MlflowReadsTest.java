// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.query.http.QueryGate;
import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.query.ComposedQuery;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import io.millrace.sql.query.Question;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The shapes of MLflow's answers, and what is said when there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MlflowReadsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEX = "cd1859b1605977a0669111e4aa1a6380";
  private static final String TRACE = "/api/3.0/mlflow/traces/tr-" + HEX;
  private static final String GET = "/api/3.0/mlflow/traces/get?trace_id=tr-" + HEX;

  private final Tables tables = new Tables();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final QueryGate queries = new QueryGate(1, Duration.ZERO, metrics);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Server server;

  /** Tables that answer each query with its rows. */
  private static final class Tables implements QueryReader {
    private final Map<NamedQuery, List<Map<String, Object>>> rows = new ConcurrentHashMap<>();
    private final List<Map<String, Object>> infos = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile IOException failure;

    @Override
    public List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters) {
      assertThat(parameters.keySet()).isEqualTo(query.parameters());
      if (query == NamedQuery.PROGRESS) {
        return List.of(
            Map.of(
                "topic", "spans", "partition", 0L, "next_offset", (long) looks.getAndIncrement()));
      }
      return rows.getOrDefault(query, List.of());
    }

    @Override
    public List<Map<String, Object>> ask(ComposedQuery query) throws IOException {
      if (failure != null) {
        throw failure;
      }
      return infos;
    }

    @Override
    public void copy(
        NamedQuery query,
        Map<String, Object> parameters,
        List<String> without,
        String format,
        OutputStream out) {
      throw new UnsupportedOperationException("nothing is copied");
    }

    @Override
    public void copy(Question question, String format, OutputStream out) {
      throw new UnsupportedOperationException("nothing is copied");
    }
  }

  @BeforeAll
  void start() {
    ServerBuilder builder =
        Server.builder().http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    MlflowReads.addTo(builder, tables, queries, metrics, 1000, Duration.ofSeconds(30));
    server = builder.build();
    server.start().join();
  }

  @AfterAll
  void stop() {
    server.stop().join();
  }

  @BeforeEach
  void fill() {
    tables.failure = null;
    tables.infos.clear();
    tables.infos.add(info());
    tables.rows.put(NamedQuery.MLFLOW_SPANS, List.of(span()));
    tables.rows.put(NamedQuery.MLFLOW_SPAN_CONTENTS, List.of(content()));
    tables.rows.put(NamedQuery.MLFLOW_ASSESSMENTS, List.of(expectation()));
  }

  @Test
  void traceInfo_hasTheRecordedShape() throws Exception {
    assertThat(json(TRACE))
        .isEqualTo(
            JSON.readTree(
                """
                {"trace": {"trace_info": {
                  "trace_id": "tr-cd1859b1605977a0669111e4aa1a6380",
                  "client_request_id": "req-1",
                  "trace_location": {
                    "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "44"}},
                  "request_time": "2026-11-20T15:26:01.146Z",
                  "execution_duration": "0.136s",
                  "state": "OK",
                  "trace_metadata": {"mlflow.trace_schema.version": "3"},
                  "assessments": [{
                    "assessment_id": "a-1",
                    "assessment_name": "expected_answer",
                    "trace_id": "tr-cd1859b1605977a0669111e4aa1a6380",
                    "source": {"source_type": "HUMAN", "source_id": "bob"},
                    "create_time": "2026-11-20T15:26:02.540Z",
                    "last_update_time": "2026-11-20T15:26:02.540Z",
                    "expectation": {"serialized_value": {
                      "serialization_format": "JSON_FORMAT", "value": "{\\"wear\\": \\"umbrella\\"}"}},
                    "valid": true}],
                  "tags": {"mlflow.traceName": "travel_agent"},
                  "request_preview": "What?"}}}
                """));
  }

  @Test
  void span_ofAnyDialect_hasMlflowsAttributes() throws Exception {
    assertThat(json(GET).at("/trace/spans/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"trace_id": "zRhZsWBZd6BmkRHkqhpjgA==",
                 "span_id": "qhp+xhDVa3U=",
                 "name": "chat",
                 "start_time_unix_nano": 1795188361146169722,
                 "end_time_unix_nano": 1795188361282756823,
                 "attributes": [
                  {"key": "mlflow.traceRequestId",
                   "value": {"string_value": "tr-cd1859b1605977a0669111e4aa1a6380"}},
                  {"key": "gen_ai.request.model", "value": {"string_value": "gpt"}},
                  {"key": "mlflow.spanType", "value": {"string_value": "CHAT_MODEL"}},
                  {"key": "mlflow.spanInputs", "value": {"array_value": {"values": [
                    {"kvlist_value": {"values": [
                      {"key": "role", "value": {"string_value": "user"}}]}}]}}},
                  {"key": "mlflow.spanOutputs", "value": {"string_value": "Rain."}},
                  {"key": "mlflow.llm.model", "value": {"string_value": "gpt-1"}},
                  {"key": "mlflow.chat.tokenUsage", "value": {"kvlist_value": {"values": [
                    {"key": "input_tokens", "value": {"int_value": 120}},
                    {"key": "output_tokens", "value": {"int_value": 30}},
                    {"key": "total_tokens", "value": {"int_value": 150}},
                    {"key": "cache_read_input_tokens", "value": {"int_value": 20}}]}}},
                  {"key": "mlflow.llm.cost", "value": {"kvlist_value": {"values": [
                    {"key": "input_cost", "value": {"double_value": 0.0000165}},
                    {"key": "output_cost", "value": {"double_value": 0.000018}},
                    {"key": "total_cost", "value": {"double_value": 0.0000345}}]}}}],
                 "events": [{"time_unix_nano": 5, "name": "exception", "attributes": []}],
                 "status": {"code": "STATUS_CODE_OK"}}
                """));
  }

  @Test
  void span_thatNoContentIsKnownOf_isToldAllTheSame() throws Exception {
    tables.rows.remove(NamedQuery.MLFLOW_SPAN_CONTENTS);

    JsonNode span = json(GET).at("/trace/spans/0");

    assertThat(span.path("name").textValue()).isEqualTo("chat");
    assertThat(span.path("attributes")).hasSize(5);
  }

  @Test
  void twinsUnderAjaxApi_answerTheSame() throws Exception {
    assertThat(json(TRACE.replace("/api/", "/ajax-api/"))).isEqualTo(json(TRACE));
  }

  @Test
  void emptySearch_isAnEmptyObject() throws Exception {
    tables.infos.clear();

    assertThat(
            send(request("/api/3.0/mlflow/traces/search")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"locations\":[{\"mlflow_experiment\":{\"experiment_id\":\"1\"}}]}")))
                .body())
        .isEqualTo("{}");
  }

  @Test
  void traceOfMoreThanAnAnswerMayHold_namesTheSetting() throws Exception {
    tables.rows.put(
        NamedQuery.MLFLOW_SPAN_CONTENTS, List.of(with(content(), "raw", "A".repeat(1004))));

    assertProblem(
        send(request(GET).GET()), 400, "INVALID_PARAMETER_VALUE", "query-api.max-answer is 1000");
  }

  @Test
  void unknownPath_isNoEndpoint() throws Exception {
    assertProblem(
        send(request("/api/2.0/mlflow/model-versions/search").GET()),
        404,
        "ENDPOINT_NOT_FOUND",
        "GET /api/2.0/mlflow/model-versions/search");
  }

  @Test
  void missingTrace_isNoResource() throws Exception {
    tables.infos.clear();

    assertProblem(send(request(TRACE).GET()), 404, "RESOURCE_DOES_NOT_EXIST", "tr-" + HEX);
    assertProblem(
        send(request(TRACE + "/assessments/a-2").GET()), 404, "RESOURCE_DOES_NOT_EXIST", "a-2");
  }

  @Test
  void bodyThatIsNoObject_isInvalid() throws Exception {
    for (String body : List.of("[", "[]", "{\"filter\": 5}", "{\"max_results\": 0}")) {
      assertProblem(
          send(request("/api/3.0/mlflow/traces/search").POST(BodyPublishers.ofString(body))),
          400,
          "INVALID_PARAMETER_VALUE",
          "");
    }
  }

  @Test
  void clickHouseAway_isToldAndMayBeTriedAgain() throws Exception {
    tables.failure = new UnavailableException("refused", null);

    HttpResponse<String> answer = send(request(TRACE).GET());

    assertProblem(answer, 503, "TEMPORARILY_UNAVAILABLE", "clickhouse.url");
    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
  }

  @Test
  void expressionThatClickHouseRefuses_isInvalid() throws Exception {
    tables.failure = new RefusedException(427, "CANNOT_COMPILE_REGEXP", null);

    assertProblem(send(request(TRACE).GET()), 400, "INVALID_PARAMETER_VALUE", "regular expression");
  }

  @Test
  void moreQueriesThanMayRun_areToldToTryAgain() throws Exception {
    assertThat(queries.enter()).isTrue();
    try {
      assertProblem(
          send(request(TRACE).GET()),
          503,
          "TEMPORARILY_UNAVAILABLE",
          "query-api.max-concurrent-queries");
    } finally {
      queries.leave();
    }
  }

  @Test
  void read_waitsUntilTheViewsShowWhatWasWritten() throws Exception {
    HttpResponse<String> answer =
        send(request(TRACE).header("x-millrace-read-after", "spans/0:3,unread/1:9").GET());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tables.looks).hasValue(4);
    assertThat(metrics.get("millrace.api.read.your.writes").tag("shown", "true").timer().count())
        .isEqualTo(1);
  }

  private static Map<String, Object> info() {
    Map<String, Object> info = new HashMap<>();
    info.put("request_id", "tr-" + HEX);
    info.put("trace_id", HEX);
    info.put("client_request_id", "req-1");
    info.put("experiment_id", "44");
    info.put("timestamp_ms", 1795188361146L);
    info.put("execution_time_ms", 136L);
    info.put("state", "OK");
    info.put("metadata", Map.of("mlflow.trace_schema.version", "3"));
    info.put("tags", Map.of("mlflow.traceName", "travel_agent"));
    info.put("request_preview", "What?");
    info.put("response_preview", "");
    return info;
  }

  private static Map<String, Object> span() {
    Map<String, Object> span = new HashMap<>();
    span.put("trace_id", HEX);
    span.put("span_id", "aa1a7ec610d56b75");
    span.put("parent_span_id", "");
    span.put("name", "chat");
    span.put("kind", "LLM");
    span.put("status", "OK");
    span.put("status_message", "");
    span.put("start_time_unix_nano", 1795188361146169722L);
    span.put("end_time_unix_nano", 1795188361282756823L);
    span.put("owns_usage", true);
    span.put("input_tokens", 120L);
    span.put("output_tokens", 30L);
    span.put("cache_read_tokens", 20L);
    span.put("cache_write_tokens", 0L);
    span.put("cost_usd", new BigDecimal("0.000034500000"));
    span.put("input_cost_usd", new BigDecimal("0.000016500000"));
    span.put("output_cost_usd", new BigDecimal("0.000018000000"));
    span.put("provider", "");
    span.put("model", "gpt-1");
    return span;
  }

  private static Map<String, Object> content() {
    Span raw =
        Span.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("gen_ai.request.model")
                    .setValue(AnyValue.newBuilder().setStringValue("gpt")))
            .addEvents(Span.Event.newBuilder().setTimeUnixNano(5).setName("exception"))
            .build();
    return Map.of(
        "trace_id", HEX,
        "span_id", "aa1a7ec610d56b75",
        "input", "[{\"role\": \"user\"}]",
        "output", "Rain.",
        "raw", Base64.getEncoder().encodeToString(raw.toByteArray()));
  }

  private static Map<String, Object> expectation() {
    ZonedDateTime time = ZonedDateTime.of(2026, 11, 20, 15, 26, 2, 540_000_000, ZoneOffset.UTC);
    Map<String, Object> row = new HashMap<>();
    List.of("span_id", "rationale", "error", "overrides").forEach(column -> row.put(column, ""));
    row.put("trace_id", HEX);
    row.put("annotation_id", "a-1");
    row.put("name", "expected_answer");
    row.put("kind", "EXPECTATION");
    row.put("value", "{\"wear\": \"umbrella\"}");
    row.put("source_type", "HUMAN");
    row.put("source_id", "bob");
    row.put("metadata", Map.of());
    row.put("valid", true);
    row.put("create_time", time);
    row.put("update_time", time);
    return row;
  }

  private static Map<String, Object> with(Map<String, Object> row, String column, Object value) {
    Map<String, Object> changed = new HashMap<>(row);
    changed.put(column, value);
    return changed;
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String code, String message) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error_code").textValue()).isEqualTo(code);
    assertThat(JSON.readTree(answer.body()).path("message").textValue()).contains(message);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = send(request(path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body().getBytes(UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.activeLocalPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
