// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static io.millrace.quickstart.mlflow.MlflowReading.JSON;
import static io.millrace.quickstart.mlflow.MlflowReading.assertProblem;
import static io.millrace.quickstart.mlflow.MlflowReading.column;
import static io.millrace.quickstart.mlflow.MlflowReading.found;
import static io.millrace.quickstart.mlflow.MlflowReading.infos;
import static io.millrace.quickstart.mlflow.MlflowReading.post;
import static io.millrace.quickstart.mlflow.MlflowReading.rows;
import static io.millrace.quickstart.mlflow.MlflowReading.search;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code traces/search} finds what SQL finds. */
class MlflowSearchIT {
  /** The table that the grammar's test is about. */
  private static final Path FILTERS =
      Path.of("..", "query-api/src/test/resources/io/millrace/query/mlflow/filters.txt");

  @BeforeAll
  static void send() throws Exception {
    MlflowReading.send();
  }

  @Test
  void everyFilterOfTheTable_isAnswered() throws Exception {
    for (String line : Files.readAllLines(FILTERS)) {
      if (!line.startsWith("#")) {
        HttpResponse<String> answer = post("search", search(line.split(" -> ", 2)[0]));
        assertThat(answer.statusCode()).as("%s: %s", line, answer.body()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status = 'ERROR' | status = 'ERROR'",
        "status != 'ERROR' AND timestamp_ms > 0 | status != 'ERROR'",
        "name LIKE 'travel%' | name LIKE 'travel%'",
        "name IN ('travel_agent', 'x') | name IN ('travel_agent')",
        "execution_time >= 10 | duration_ns >= 10000000",
        "metadata.`mlflow.trace.user` IS NOT NULL | notEmpty(users)",
        "metadata.`mlflow.trace.session` IS NULL | empty(sessions)",
        "tags.team IS NOT NULL | mapContains(tags, 'team')",
        "tags.team IS NULL | NOT mapContains(tags, 'team')",
        "span.name = 'chat' | trace_id IN (SELECT trace_id FROM spans WHERE name = 'chat')",
        "span.type = 'TOOL' AND span.status = 'ERROR' | trace_id IN (SELECT trace_id FROM spans"
            + " WHERE kind = 'TOOL' AND status = 'ERROR')",
        "span.type = 'TOOL' AND span.name = 'chat' | 0",
        "span.content LIKE '%weather%' | trace_id IN (SELECT trace_id FROM span_content"
            + " WHERE input LIKE '%weather%' OR output LIKE '%weather%'"
            + " OR arrayExists(v -> v LIKE '%weather%', mapValues(attributes)))",
        "span.attributes.`mlflow.spanType` = 'AGENT'"
            + " | trace_id IN (SELECT trace_id FROM span_content"
            + " WHERE attributes['mlflow.spanType'] IN ('AGENT', '\"AGENT\"'))",
        "feedback.helpful = 'true' | 0",
        "feedback.helpful IS NULL | 1",
        "name = 'nothing' | 0"
      })
  void filter_findsWhatSqlFinds(String filter, String sql) throws Exception {
    assertThat(found(filter))
        .containsExactlyElementsOf(
            column(
                "SELECT concat('tr-', trace_id) FROM traces WHERE workspace = {workspace:String}"
                    + " AND NOT noise AND "
                    + sql
                    + " ORDER BY toUnixTimestamp64Milli(start_time) DESC, trace_id"));
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp ASC, toUnixTimestamp64Milli(start_time)",
    "execution_time DESC, -intDiv(duration_ns; 1000000)",
    "name, name",
    "end_time, toUnixTimestamp64Milli(start_time) + intDiv(duration_ns; 1000000)"
  })
  void pages_areTheWholeInOrder(String orderBy, String sql) throws Exception {
    List<String> paged = new ArrayList<>();
    ObjectNode search = search("");
    search.put("max_results", 2).putArray("order_by").add(orderBy);
    JsonNode page;
    do {
      page = JSON.readTree(post("search", search).body());
      page.path("traces").forEach(info -> paged.add(info.path("trace_id").textValue()));
      search.put("page_token", page.path("next_page_token").asText());
    } while (page.has("next_page_token"));

    assertThat(paged)
        .hasSizeGreaterThan(4)
        .containsExactlyElementsOf(
            column(
                "SELECT concat('tr-', trace_id) FROM traces WHERE workspace = {workspace:String}"
                    + " AND NOT noise ORDER BY %s, toUnixTimestamp64Milli(start_time) DESC, trace_id"
                        .formatted(sql.replace(';', ','))));
  }

  @Test
  void session_isFoundByItsId() throws Exception {
    for (Map<String, Object> row :
        rows("SELECT session_id, traces FROM sessions WHERE workspace = {workspace:String}")) {
      String session = row.get("session_id").toString();
      List<JsonNode> infos = infos("metadata.`mlflow.trace.session` = '%s'".formatted(session));

      assertThat(infos).hasSize(((Number) row.get("traces")).intValue());
      assertThat(infos)
          .allSatisfy(
              info ->
                  assertThat(info.at("/trace_metadata/mlflow.trace.session").textValue())
                      .isEqualTo(session));
    }
  }

  @Test
  void wrongSearches_areToldInMlflowsWay() throws Exception {
    assertProblem(post("search", search("color = 'red'")), 400, "INVALID_PARAMETER_VALUE", "color");
    assertProblem(
        post("search", JSON.createObjectNode()), 400, "INVALID_PARAMETER_VALUE", "locations");
    assertProblem(
        post("search", search("").put("max_results", 501)),
        400,
        "INVALID_PARAMETER_VALUE",
        "max_results");
    assertProblem(
        post("search", search("").put("page_token", "x")),
        400,
        "INVALID_PARAMETER_VALUE",
        "page token");
  }
}
