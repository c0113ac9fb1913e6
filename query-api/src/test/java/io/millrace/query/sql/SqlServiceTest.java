// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.query.FakeTables;
import io.millrace.query.QueryApi;
import io.millrace.query.QueryApiConfig;
import io.millrace.sql.RefusedException;
import io.millrace.sql.query.SavedQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL over HTTP, on tables that say what a test wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlServiceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ANSWER =
      """
      {"meta": [{"name": "a", "type": "String"}, {"name": "a", "type": "Nullable(Decimal(38, 12))"}],
       "data": [["=1", "-0.5"], ["it's", null]]}""";

  private final FakeTables tables = new FakeTables();
  private QueryApi api;

  @BeforeAll
  void start() {
    api =
        QueryApi.start(
            new QueryApiConfig(
                "127.0.0.1", 0, 0, Set.of(), 2, Duration.ofSeconds(2), 4, Duration.ofSeconds(5)),
            tables);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void answer() {
    tables.answer(List::of);
    tables.answerQuestions(ANSWER);
  }

  @Test
  void question_isAskedWithItsParametersAndLimits() throws IOException {
    JsonNode answer =
        json(
            ask(
                """
                {"query": "SELECT {x:String}", "parameters": {"x": "it's"}, "max_rows": 2}"""));

    assertThat(tables.question().text()).isEqualTo("SELECT {x:String}");
    assertThat(tables.question().parameters()).isEqualTo(Map.of("x", "it's"));
    assertThat(tables.question().maxRows()).isEqualTo(3);
    assertThat(answer.path("columns").path(1).path("type").textValue())
        .isEqualTo("Nullable(Decimal(38, 12))");
    assertThat(answer.path("rows")).hasSize(2);
    assertThat(answer.path("truncated").booleanValue()).isFalse();
  }

  @Test
  void moreRowsThanAsked_areLeftOutAndSaid() throws IOException {
    JsonNode answer = json(ask("{\"query\": \"SELECT 1\", \"max_rows\": 1}"));

    assertThat(answer.path("rows")).hasSize(1);
    assertThat(answer.path("truncated").booleanValue()).isTrue();
    assertThat(
            WebClient.of("http://127.0.0.1:" + api.metricsPort())
                .get("/metrics")
                .aggregate()
                .join()
                .contentUtf8())
        .contains("millrace_api_sql_truncated_total 1.0");
  }

  @Test
  void csv_hasNamesNumbersAndNoFormulas() {
    AggregatedHttpResponse answer =
        post("{\"query\": \"SELECT 1\"}", Map.of("accept", "text/csv;q=0.9"));

    assertThat(answer.contentType()).hasToString("text/csv; charset=utf-8; header=present");
    assertThat(answer.contentUtf8()).isEqualTo("a,a\r\n'=1,-0.5\r\nit's,\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"query\": \"KILL QUERY WHERE 1\"} | query",
        "{\"query\": \"SELECT * FROM system.tables\"} | query",
        "{\"query\": 1} | query",
        "{} | query",
        "{\"query\": \"SELECT 1\", \"max_rows\": 0} | max_rows",
        "{\"query\": \"SELECT 1\", \"max_rows\": 10001} | max_rows",
        "{\"query\": \"SELECT 1\", \"max_rows\": \"5\"} | max_rows",
        "{\"query\": \"SELECT 1\", \"parameters\": {\"a\": 1}} | parameters",
        "{\"query\": \"SELECT 1\", \"parameters\": {\"a b\": \"1\"}} | parameters",
        "{\"query\": \"SELECT 1\", \"format\": \"CSV\"} | body",
        "[] | body",
        "{\"query\": \"SELECT 1\"} x | body",
        "'' | body",
      })
  void badBody_isNamed(String body, String parameter) throws IOException {
    AggregatedHttpResponse answer = ask(body);

    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(json(answer).path("parameter").textValue()).isEqualTo(parameter);
    assertThat(json(answer).path("detail").textValue()).isNotBlank();
  }

  @Test
  void whatClickHouseSays_isToldWithoutItsVersion() throws IOException {
    tables.answer(
        () -> {
          throw new RefusedException(60, "Unknown table t (version 1 (official))", null);
        });
    JsonNode unknown = json(ask("{\"query\": \"SELECT 1\"}"));
    tables.answer(
        () -> {
          throw new RefusedException(241, "MEMORY_LIMIT_EXCEEDED", null);
        });
    AggregatedHttpResponse tooMuch = ask("{\"query\": \"SELECT 1\"}");

    assertThat(unknown.path("detail").textValue()).isEqualTo("Unknown table t");
    assertThat(tooMuch.status().code()).isEqualTo(400);
    assertThat(tooMuch.contentUtf8()).contains("query-api.max-query-memory");
  }

  @Test
  void bodiesThatAreNotTaken_areRefused() {
    String query = "{\"query\": \"SELECT 1\"}";

    assertThat(post(query, Map.of("content-type", "text/plain")).status().code()).isEqualTo(415);
    assertThat(post(query, Map.of("origin", "http://evil.example")).status().code()).isEqualTo(403);
    assertThat(post(query, Map.of("host", "evil.example")).status().code()).isEqualTo(403);
    assertThat(ask(" ".repeat(256 << 10) + query).status().code()).isEqualTo(413);
    assertThat(client().get(SqlService.PATH).aggregate().join().status().code()).isEqualTo(405);
  }

  @Test
  void viewsAndQueries_areTold() throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("view", "traces");
    row.put("view_comment", "A trace a row");
    row.put("name", "trace_id");
    row.put("type", "String");
    row.put("comment", "");
    tables.answer(() -> List.of(row, row));

    JsonNode views = json(client().get(SqlService.PATH + "/views").aggregate().join());
    JsonNode queries = json(client().get(SqlService.PATH + "/queries").aggregate().join());

    assertThat(views.path("views")).hasSize(1);
    assertThat(views.path("views").path(0).path("columns")).hasSize(2);
    assertThat(queries.path("queries")).hasSameSizeAs(SavedQuery.all());
    assertThat(queries.path("queries").path(0).path("parameters").path(0).path("type").textValue())
        .isEqualTo("String");
  }

  private AggregatedHttpResponse ask(String body) {
    return post(body, Map.of());
  }

  private AggregatedHttpResponse post(String body, Map<String, String> headers) {
    var request =
        RequestHeaders.builder(HttpMethod.POST, SqlService.PATH)
            .add("content-type", "application/json");
    headers.forEach(request::set);
    return client().execute(request.build(), HttpData.ofUtf8(body)).aggregate().join();
  }

  private WebClient client() {
    return WebClient.of("http://127.0.0.1:" + api.port());
  }

  private static JsonNode json(AggregatedHttpResponse answer) throws IOException {
    return JSON.readTree(answer.contentUtf8());
  }
}
