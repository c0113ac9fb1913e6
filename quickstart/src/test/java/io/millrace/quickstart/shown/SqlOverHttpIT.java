// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over HTTP on the embedded engine: what may be asked is answered, the rest is refused. */
class SqlOverHttpIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ACCESS_DENIED = 497;

  private static RunningMillrace millrace;

  @BeforeAll
  static void start() throws Exception {
    millrace = RunningMillrace.shared();
  }

  @Test
  void values_areExactAndTyped() throws Exception {
    JsonNode answer =
        answer(
            """
            SELECT toDecimal128('0.1', 12) AS money, 9007199254740993 AS count, {x:String} AS text,
                [1, 2] AS list, 0 / 0 AS ratio, NULL AS nothing""",
            Map.of("x", "it's \\ {y:String}\n"));

    assertThat(answer.path("rows").path(0))
        .isEqualTo(
            JSON.readTree(
                """
                ["0.1", "9007199254740993", "it's \\\\ {y:String}\\n", [1, 2], null, null]"""));
    assertThat(answer.path("columns").path(0).path("type").textValue()).startsWith("Decimal");
    assertThat(answer.path("truncated").booleanValue()).isFalse();
  }

  @Test
  void rowsBeyondThoseAsked_areLeftOut() throws Exception {
    String body =
        JSON.createObjectNode()
            .put("query", "SELECT number FROM numbers(1000000)")
            .put("max_rows", 7)
            .toString();
    JsonNode answer = JSON.readTree(post(body).body());

    assertThat(answer.path("rows")).hasSize(7);
    assertThat(answer.path("truncated").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM traces WHERE workspace = 'x' UNION ALL SELECT 1;",
        "WITH 1 AS x SELECT x",
        "SHOW TABLES",
        "SHOW CREATE TABLE traces",
        "SHOW COLUMNS FROM spans",
        "DESCRIBE spans",
        "EXPLAIN SELECT count() FROM spans"
      })
  void question_isAnswered(String sql) throws Exception {
    assertThat(answer(sql, Map.of()).path("rows")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT file('/etc/hostname')",
        "SELECT * FROM file('/etc/hostname', 'LineAsString')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
        "SELECT * FROM remote('127.0.0.1:1', 'millrace', 'spans')",
        "SELECT * FROM executable('true', 'TSV', 'a String')",
        "SELECT name FROM system.tables",
        "SELECT * FROM merge('system', '^processes$')",
        "SELECT * FROM information_schema.tables",
        "KILL QUERY WHERE 1",
        "SHOW PROCESSLIST",
        "INSERT INTO generations VALUES (1)",
        "CREATE TABLE t (a Int8) ENGINE = Memory",
        "SET max_memory_usage = 0",
        "SELECT 1 SETTINGS max_memory_usage = 0",
        "SELECT 1; SELECT 2",
        "SELECT 1 FORMAT TSV",
        "SELECT nothing FROM nowhere"
      })
  void anythingElse_isRefused(String sql) throws Exception {
    HttpResponse<String> refused = post(JSON.createObjectNode().put("query", sql).toString());

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("parameter").textValue()).isEqualTo("query");
  }

  @Test
  void savedQueries_areAnswered() throws Exception {
    Map<String, String> values =
        Map.of(
            "workspace", "query-api",
            "from", "2020-01-01 00:00:00",
            "to", "2100-01-01 00:00:00",
            "budget_usd", "0.2");
    for (JsonNode query : JSON.readTree(get("/queries")).path("queries")) {
      Map<String, String> used =
          StreamSupport.stream(query.path("parameters").spliterator(), false)
              .map(parameter -> parameter.path("name").textValue())
              .collect(Collectors.toMap(name -> name, values::get));

      assertThat(answer(query.path("text").textValue(), used).path("columns")).isNotEmpty();
    }
  }

  @Test
  void views_areThePublicOnesWithTheirComments() throws Exception {
    JsonNode views = JSON.readTree(get("/views")).path("views");

    assertThat(views).hasSizeGreaterThan(10);
    assertThat(views)
        .allSatisfy(
            view -> {
              assertThat(view.path("comment").textValue()).isNotBlank();
              assertThat(view.path("columns")).isNotEmpty();
            });
  }

  @Test
  void tableThatTheEmbeddedEngineCannotList_isRefusedToReaders() throws Exception {
    ClickHouseEndpoint reader = millrace.readerEndpoint();
    try (SqlReader tables = new SqlReader(reader);
        SqlReader inSystem = new SqlReader(reader.withDatabase("system"))) {
      assertThatThrownBy(() -> tables.query("SELECT * FROM system.models", Map.of()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo(ACCESS_DENIED));
      assertThatThrownBy(() -> inSystem.query("SELECT * FROM models", Map.of()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo(ACCESS_DENIED));
    }
  }

  private static JsonNode answer(String sql, Map<String, String> parameters) throws Exception {
    var body = JSON.createObjectNode().put("query", sql);
    parameters.forEach(body.putObject("parameters")::put);
    HttpResponse<String> answer = post(body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(
        request("").header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create(
            millrace.process("query-api").addresses().get("query-api") + "/api/v1/sql" + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.build(), BodyHandlers.ofString());
  }
}
