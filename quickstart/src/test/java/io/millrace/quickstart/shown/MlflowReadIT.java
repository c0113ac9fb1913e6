// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What MLflow's clients read, asked at the bridge, over what real clients sent. */
class MlflowReadIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final String WORKSPACE = "mlflow-read";
  private static final String MLFLOW = "mlflow-otlp-export-otel140";
  private static final String TRACES = "/api/3.0/mlflow/traces/";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The table that the grammar's test is about. */
  private static final Path FILTERS =
      Path.of("..", "query-api/src/test/resources/io/millrace/query/mlflow/filters.txt");

  private static RunningMillrace millrace;

  @BeforeAll
  static void send() throws Exception {
    millrace = RunningMillrace.shared();
    for (String client : List.of("openhands", MLFLOW)) {
      millrace.send(Path.of("..", "corpus", client), ReplayPlan.into(WORKSPACE));
    }
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
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
        "span.type = 'TOOL' AND span.status = 'ERROR'"
            + " | trace_id IN (SELECT trace_id FROM spans WHERE kind = 'TOOL' AND status = 'ERROR')",
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
  void usage_ofOtherDialects_isTheMlflowOne() throws Exception {
    Map<String, BigDecimal> told = new TreeMap<>();
    for (JsonNode info : infos("")) {
      JSON.readTree(info.at("/trace_metadata/mlflow.trace.tokenUsage").asText("{}"))
          .properties()
          .forEach(
              usage ->
                  told.merge(usage.getKey(), usage.getValue().decimalValue(), BigDecimal::add));
    }
    Map<String, Object> sums =
        rows("SELECT toString(sum(input_tokens)) AS input, toString(sum(output_tokens)) AS output,"
                + " toString(sum(cache_read_tokens)) AS cached FROM spans"
                + " WHERE workspace = {workspace:String}")
            .get(0);

    assertThat(told.get("input_tokens")).isEqualByComparingTo(sums.get("input").toString());
    assertThat(told.get("output_tokens")).isEqualByComparingTo(sums.get("output").toString());
    assertThat(told.get("cache_read_input_tokens"))
        .isEqualByComparingTo(sums.get("cached").toString());
  }

  /** The usages of the spans that own one add up to the trace's, in each dialect. */
  @Test
  void trace_hasItsSpansAsMlflowTellsThem() throws Exception {
    for (JsonNode info : infos("")) {
      String id = info.path("trace_id").textValue();
      JsonNode trace = get("get?trace_id=" + id + "&allow_partial=False").path("trace");
      List<JsonNode> spans = list(trace.path("spans"));

      assertThat(trace.path("trace_info")).isEqualTo(info);
      assertThat(get(id).at("/trace/trace_info")).isEqualTo(info);
      assertThat(spans)
          .hasSize(
              Integer.parseInt(
                  column(
                          "SELECT count() FROM spans WHERE workspace = {workspace:String}"
                              + " AND trace_id = '%s'".formatted(id.substring(3)))
                      .get(0)))
          .allSatisfy(
              span -> {
                assertThat(span.path("start_time_unix_nano").isIntegralNumber()).isTrue();
                assertThat(span.at("/status/code").textValue()).startsWith("STATUS_CODE_");
                assertThat(attribute(span, "mlflow.traceRequestId").path("string_value").asText())
                    .isEqualTo(id);
                assertThat(attribute(span, "mlflow.spanType").path("string_value").asText())
                    .matches("[A-Z_]+");
              });
    }
  }

  @Test
  void spansOfMlflow_haveTheRecordedShape() throws Exception {
    JsonNode trace =
        get("get?trace_id=" + found("name = 'travel_agent' AND status = 'OK'").get(0))
            .path("trace");
    List<JsonNode> spans = list(trace.path("spans"));

    assertThat(fields(spans.get(0)))
        .contains("trace_id", "span_id", "name", "start_time_unix_nano", "end_time_unix_nano")
        .contains("attributes", "status")
        .doesNotContain("kind", "flags", "traceId");
    assertThat(spans)
        .filteredOn(
            span ->
                attribute(span, "mlflow.spanType")
                    .path("string_value")
                    .asText()
                    .equals("CHAT_MODEL"))
        .isNotEmpty()
        .allSatisfy(
            span -> {
              assertThat(attribute(span, "mlflow.spanInputs").has("kvlist_value")).isTrue();
              assertThat(
                      attribute(span, "mlflow.chat.tokenUsage")
                          .at("/kvlist_value/values/0/value/int_value")
                          .isIntegralNumber())
                  .isTrue();
            });
  }

  /** Every attribute is a text of JSON there, and every field is there. */
  @Test
  void file_hasTheSpansOfTheAnswer() throws Exception {
    String id = found("name = 'travel_agent' AND status = 'ERROR'").get(0);
    List<JsonNode> spans = list(get("get?trace_id=" + id).at("/trace/spans"));
    HttpResponse<String> answer =
        send(
            request(
                    "/api/2.0/mlflow-artifacts/artifacts/0/traces/%s/artifacts/traces.json"
                        .formatted(id))
                .GET());
    List<JsonNode> file = list(JSON.readTree(answer.body()).path("spans"));

    assertThat(file)
        .extracting(span -> span.path("span_id").textValue())
        .containsExactlyElementsOf(spans.stream().map(s -> s.path("span_id").textValue()).toList());
    for (JsonNode span : file) {
      assertThat(fields(span)).contains("parent_span_id", "events", "links", "status");
      assertThat(span.at("/attributes/mlflow.traceRequestId").textValue())
          .isEqualTo('"' + id + '"');
      for (JsonNode attribute : span.path("attributes")) {
        assertThat(JSON.readTree(attribute.textValue())).isNotNull();
      }
    }
    assertThat(file)
        .anySatisfy(
            span ->
                assertThat(span.at("/events/0/attributes/exception.message").isTextual()).isTrue());
  }

  @Test
  void batches_haveThoseThatThereAreInOrder() throws Exception {
    List<String> ids = found("");
    String none = "tr-" + "0".repeat(32);
    JsonNode traces =
        get(
            "batchGet?trace_ids=%s&trace_ids=%s&trace_ids=%s"
                .formatted(ids.get(1), none, ids.get(0)));
    ObjectNode asked = JSON.createObjectNode();
    asked.putArray("trace_ids").add(ids.get(1)).add(none).add("nonsense").add(ids.get(0));
    JsonNode infos = JSON.readTree(post("batchGetInfos", asked).body());

    assertThat(list(traces.path("traces")))
        .extracting(trace -> trace.at("/trace_info/trace_id").textValue())
        .containsExactly(ids.get(1), ids.get(0));
    assertThat(list(infos.path("trace_infos")))
        .extracting(info -> info.path("trace_id").textValue())
        .containsExactly(ids.get(1), ids.get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRACES | trace_count | COUNT | toFloat64(count()) FROM traces",
        "TRACES | session_count | COUNT"
            + " | toFloat64(uniqExact(arrayJoin(sessions))) FROM traces",
        "TRACES | latency | MAX | toFloat64(max(intDiv(duration_ns, 1000000))) FROM traces",
        "TRACES | input_tokens | SUM | toFloat64(sum(input_tokens)) FROM traces",
        "TRACES | output_tokens | MIN"
            + " | toFloat64(minIf(output_tokens, output_tokens > 0)) FROM traces",
        "TRACES | total_tokens | AVG | toFloat64(avgIf(input_tokens + output_tokens,"
            + " input_tokens > 0)) FROM traces",
        "TRACES | cache_read_input_tokens | SUM"
            + " | toFloat64(sum(cache_read_tokens)) FROM traces",
        "SPANS | span_count | COUNT | toFloat64(count()) FROM spans",
        "SPANS | latency | MIN | toFloat64(min(intDiv(duration_ns, 1000000))) FROM spans",
        "SPANS | total_cost | SUM | toFloat64(sum(cost_usd)) FROM spans"
      })
  void metric_isTheNumberOfSql(String view, String metric, String aggregation, String sql)
      throws Exception {
    JsonNode points = metrics(view, metric, aggregation, List.of(), "");

    assertThat(points).hasSize(1);
    assertThat(points.at("/0/metric_name").textValue()).isEqualTo(metric);
    assertThat(points.at("/0/values/" + aggregation).decimalValue())
        .isEqualByComparingTo(
            column("SELECT %s WHERE workspace = {workspace:String} AND NOT noise".formatted(sql))
                .get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "TRACES, trace_count, COUNT, trace_name trace_status",
    "TRACES, latency, AVG, trace_name",
    "TRACES, cache_creation_input_tokens, SUM, trace_name",
    "SPANS, span_count, COUNT, span_name span_type span_status",
    "SPANS, span_count, COUNT, span_model_name span_model_provider",
    "SPANS, latency, MAX, span_name span_status",
    "SPANS, total_cost, AVG, span_model_name span_model_provider",
    "ASSESSMENTS, assessment_count, COUNT, assessment_name assessment_value",
    "ASSESSMENTS, assessment_value, AVG, assessment_name"
  })
  void metric_isToldApart(String view, String metric, String aggregation, String dimensions)
      throws Exception {
    for (JsonNode point :
        metrics(view, metric, aggregation, List.of(dimensions.split(" ", -1)), "")) {
      assertThat(fields(point.path("dimensions")))
          .containsExactlyInAnyOrder(dimensions.split(" ", -1));
      assertThat(fields(point.path("values"))).containsExactly(aggregation);
    }
  }

  @Test
  void metric_byTime_hasPercentilesUnderTheNamesOfThePages() throws Exception {
    ObjectNode question = question("TRACES", "latency", List.of("trace_name"), "");
    for (double percentile : List.of(50d, 99.9)) {
      ((ArrayNode) question.path("aggregations"))
          .addObject()
          .put("aggregation_type", "PERCENTILE")
          .put("percentile_value", percentile);
    }
    question.put("time_interval_seconds", 86_400);
    question.put("start_time_ms", "0");
    question.put("end_time_ms", 4_102_444_800_000L);
    JsonNode points = JSON.readTree(post("metrics", question).body()).path("data_points");

    assertThat(points).isNotEmpty();
    assertThat(points)
        .allSatisfy(
            point -> {
              assertThat(fields(point.path("values"))).containsExactlyInAnyOrder("P50.0", "P99.9");
              assertThat(point.at("/dimensions/time_bucket").textValue())
                  .endsWith("T00:00:00+00:00");
            });
  }

  @Test
  void metric_ofAFilter_isOfTheRowsThatFit() throws Exception {
    String errors =
        column(
                "SELECT toString(count()) FROM spans WHERE workspace = {workspace:String}"
                    + " AND NOT noise AND status = 'ERROR' AND kind = 'TOOL'")
            .get(0);
    ObjectNode question = question("SPANS", "span_count", List.of(), "span.status = 'ERROR'");
    ((ArrayNode) question.path("filters")).add("span.type = 'TOOL'");
    ((ArrayNode) question.path("aggregations")).addObject().put("aggregation_type", "COUNT");

    assertThat(
            JSON.readTree(post("metrics", question).body())
                .at("/data_points/0/values/COUNT")
                .asText())
        .isEqualTo(errors + ".0");
  }

  @Test
  void wrongRequests_areToldInMlflowsWay() throws Exception {
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
    assertProblem(
        post("metrics", question("TRACES", "nothing", List.of(), "")),
        400,
        "INVALID_PARAMETER_VALUE",
        "metric_name must be one of");
    assertProblem(
        send(request(TRACES + "tr-" + "0".repeat(32)).GET()),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "not found");
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String code, String message) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error_code").textValue()).isEqualTo(code);
    assertThat(JSON.readTree(answer.body()).path("message").textValue()).contains(message);
  }

  private static List<String> found(String filter) throws Exception {
    return infos(filter).stream().map(info -> info.path("trace_id").textValue()).toList();
  }

  private static List<JsonNode> infos(String filter) throws Exception {
    HttpResponse<String> answer = post("search", search(filter));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return list(JSON.readTree(answer.body()).path("traces"));
  }

  private static ObjectNode search(String filter) {
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
  private static List<String> experimentIds() {
    return column("SELECT DISTINCT experiment_id FROM traces WHERE workspace = {workspace:String}");
  }

  private static JsonNode metrics(
      String view, String metric, String aggregation, List<String> dimensions, String filter)
      throws Exception {
    ObjectNode question = question(view, metric, dimensions, filter);
    ((ArrayNode) question.path("aggregations")).addObject().put("aggregation_type", aggregation);
    HttpResponse<String> answer = post("metrics", question);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("data_points");
  }

  private static ObjectNode question(
      String view, String metric, List<String> dimensions, String filter) {
    ObjectNode question = JSON.createObjectNode();
    question.put("view_type", view).put("metric_name", metric);
    experimentIds().forEach(question.putArray("experiment_ids")::add);
    question.putArray("aggregations");
    dimensions.forEach(question.putArray("dimensions")::add);
    ArrayNode filters = question.putArray("filters");
    if (!filter.isEmpty()) {
      filters.add(filter);
    }
    return question;
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(request(TRACES + path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> post(String path, ObjectNode body) throws Exception {
    return send(
        request(TRACES + path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(millrace.bridgeHttp().resolve(path))
        .header("x-mlflow-workspace", WORKSPACE);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode attribute(JsonNode span, String key) {
    return list(span.path("attributes")).stream()
        .filter(attribute -> attribute.path("key").textValue().equals(key))
        .map(attribute -> attribute.path("value"))
        .findFirst()
        .orElse(JSON.missingNode());
  }

  private static List<Map<String, Object>> rows(String sql) {
    return millrace.query(sql, Map.of("workspace", WORKSPACE));
  }

  private static List<String> column(String sql) {
    return rows(sql).stream().map(row -> row.values().iterator().next().toString()).toList();
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static Set<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
