// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.SqlReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The query API over what real clients sent: its numbers are those of SQL. */
class QueryApiIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final String WORKSPACE = "query-api";

  /** All that was ever captured. */
  private static final String SCOPE = "workspace=" + WORKSPACE + "&from=2020-01-01T00:00:00Z";

  private static RunningMillrace millrace;

  @BeforeAll
  static void send() throws Exception {
    millrace = RunningMillrace.shared();
    for (String client : List.of("openhands", "google-adk-gemini", "strands")) {
      millrace.send(Path.of("..", "corpus", client), ReplayPlan.into(WORKSPACE));
    }
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  @Test
  void traces_pageByPage_areAllTracesNewestFirst() throws Exception {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/api/v1/traces?limit=1&" + SCOPE + "&cursor=" + cursor);
      page.path("traces").forEach(trace -> paged.add(trace.path("trace_id").textValue()));
      cursor = page.path("next_cursor").textValue();
    } while (cursor != null);

    assertThat(paged)
        .hasSizeGreaterThan(3)
        .containsExactlyElementsOf(
            column(
                "SELECT trace_id FROM traces WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, trace_id DESC"));
  }

  @Test
  void sessions_haveTheNumbersOfTheView() throws Exception {
    List<String> told =
        list(get("/api/v1/sessions?" + SCOPE).path("sessions")).stream()
            .map(
                session ->
                    String.join(
                        " ",
                        session.path("session_id").textValue(),
                        session.path("input_tokens").asText(),
                        session.path("tool_calls").asText(),
                        session.path("cost_usd").textValue()))
            .toList();

    assertThat(told)
        .isNotEmpty()
        .containsExactlyElementsOf(
            column(
                "SELECT concat(session_id, ' ', toString(input_tokens), ' ', toString(tool_calls),"
                    + " ' ', toString(cost_usd)) FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, session_id DESC"));
  }

  @Test
  void usage_byModelAndDay_addsUpToTheMinutes() throws Exception {
    List<JsonNode> rows =
        list(get("/api/v1/usage?group_by=model,agent_name&interval=day&" + SCOPE).path("usage"));

    assertThat(sum(rows, "cost_usd"))
        .isEqualByComparingTo(
            number("SELECT sum(cost_usd) FROM usage_1m WHERE workspace = {workspace:String}"))
        .isPositive();
    assertThat(sum(rows, "calls"))
        .isEqualByComparingTo(
            number("SELECT sum(calls) FROM usage_1m WHERE workspace = {workspace:String}"));
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.path("time").textValue()).endsWith("T00:00:00.000000000Z"));
  }

  @Test
  void usage_toATimeThatNoDateTimeHolds_isAllOfIt() throws Exception {
    List<JsonNode> rows = list(get("/api/v1/usage?to=2200-01-01T00:00:00Z&" + SCOPE).path("usage"));

    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.path("time").textValue()).isEqualTo("2020-01-01T00:00:00.000000000Z");
              assertThat(new BigDecimal(row.path("calls").asText()))
                  .isEqualByComparingTo(
                      number(
                          "SELECT sum(calls) FROM usage_1m WHERE workspace = {workspace:String}"));
            });
  }

  @Test
  void filters_findWhatSqlFinds() throws Exception {
    String tool =
        column(
                "SELECT tools[1] FROM traces WHERE workspace = {workspace:String} AND notEmpty(tools)"
                    + " ORDER BY trace_id")
            .get(0);

    assertThat(list(get("/api/v1/traces?" + SCOPE + "&tool=" + encoded(tool)).path("traces")))
        .extracting(trace -> trace.path("trace_id").textValue())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            millrace
                .query(
                    "SELECT trace_id FROM traces WHERE workspace = {workspace:String} AND has(tools, {tool:String})",
                    Map.of("workspace", WORKSPACE, "tool", tool))
                .stream()
                .map(row -> row.get("trace_id").toString())
                .toList());
    assertThat(list(get("/api/v1/traces?" + SCOPE + "&min_cost_usd=1000").path("traces")))
        .isEmpty();
  }

  @Test
  void trace_hasTheTreeOfItsSpans() throws Exception {
    String traceId =
        column(
                "SELECT trace_id FROM traces WHERE workspace = {workspace:String} ORDER BY span_count DESC")
            .get(0);
    JsonNode answer = get("/api/v1/traces/" + traceId + "?workspace=" + WORKSPACE);
    List<JsonNode> spans = list(answer.path("spans"));

    assertThat(spans).hasSize(answer.path("trace").path("span_count").intValue());
    assertThat(sum(spans, "input_tokens"))
        .isEqualByComparingTo(answer.path("trace").path("input_tokens").decimalValue());
    assertThat(spans.get(0).path("depth").intValue()).isZero();
    assertThat(spans)
        .anySatisfy(span -> assertThat(span.path("depth").intValue()).isGreaterThan(1));
  }

  @Test
  void fields_areThoseOfTheContract() throws Exception {
    String traceId =
        column("SELECT trace_id FROM traces WHERE workspace = {workspace:String}").get(0);
    JsonNode trace = get("/api/v1/traces/" + traceId + "?workspace=" + WORKSPACE);
    String all = "group_by=experiment_id,service_name,agent_name,user_id,provider,model&";

    assertThat(fields(trace.path("trace"))).isEqualTo(documented("Trace"));
    assertThat(fields(trace.path("spans").path(0))).isEqualTo(documented("Span"));
    assertThat(fields(get("/api/v1/traces?" + SCOPE).path("traces").path(0)))
        .isEqualTo(documented("Trace"));
    assertThat(fields(get("/api/v1/sessions?" + SCOPE).path("sessions").path(0)))
        .isEqualTo(documented("Session"));
    assertThat(fields(get("/api/v1/usage?" + all + SCOPE).path("usage").path(0)))
        .isEqualTo(documented("Usage"));
  }

  @Test
  void oddSessionId_isFoundByItself() throws Exception {
    String odd = "it's \\ a\ttab\nand {x:String} 日本";
    try (SqlReader writer = new SqlReader(millrace.writerEndpoint())) {
      writer.query(
          "INSERT INTO trace_rows (gen, workspace, trace_id, start_time, sessions) SELECT gen, 'query-api-odd',"
              + " 'aa', now64(9), ['it\\'s \\\\ a\\ttab\\nand {x:String} 日本'] FROM current_generation",
          Map.of());
    }

    assertThat(
            list(
                get("/api/v1/traces?workspace=query-api-odd&session_id=" + encoded(odd))
                    .path("traces")))
        .singleElement()
        .satisfies(trace -> assertThat(trace.path("sessions").path(0).textValue()).isEqualTo(odd));
    assertThat(
            list(
                get("/api/v1/traces?workspace=query-api-odd&session_id=" + encoded("' OR 1=1 --"))
                    .path("traces")))
        .isEmpty();
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address() + path)).build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String address() {
    return millrace.process("query-api").addresses().get("query-api");
  }

  private static List<String> column(String sql) {
    return millrace.query(sql, Map.of("workspace", WORKSPACE)).stream()
        .map(row -> row.values().iterator().next().toString())
        .toList();
  }

  private static BigDecimal number(String sql) {
    return new BigDecimal(column(sql).get(0));
  }

  private static BigDecimal sum(List<JsonNode> rows, String field) {
    return rows.stream()
        .map(row -> new BigDecimal(row.path(field).asText()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static Set<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static Set<String> documented(String schema) throws Exception {
    HttpResponse<String> contract =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address() + "/openapi.yaml")).build(),
                BodyHandlers.ofString());
    Object node = new Yaml().load(contract.body());
    for (String step : List.of("components", "schemas", schema, "properties")) {
      node = ((Map<?, ?>) node).get(step);
    }
    return ((Map<?, ?>) node).keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
