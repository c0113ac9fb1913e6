// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    JsonNode trace = get("/api/v1/traces/" + aTrace() + "?workspace=" + WORKSPACE);
    ObjectNode span = (ObjectNode) trace.path("spans").path(0);
    assertThat(span.remove("depth")).isNotNull();
    JsonNode content =
        get(
            "/api/v1/traces/%s/spans/%s?workspace=%s"
                .formatted(aTrace(), span.path("span_id").textValue(), WORKSPACE));
    JsonNode overview = get("/api/v1/overview?interval=day&" + SCOPE);

    assertThat(fields(trace.path("trace"))).isEqualTo(documented("Trace"));
    assertThat(fields(span)).isEqualTo(documented("Span"));
    assertThat(fields(content.path("span"))).isEqualTo(documented("Span"));
    assertThat(fields(content.path("content"))).isEqualTo(documented("SpanContent"));
    assertThat(fields(overview.path("current"))).isEqualTo(documented("Period"));
    assertThat(fields(overview.path("previous"))).isEqualTo(documented("Period"));
    assertThat(fields(overview.path("series").path(0))).isEqualTo(documented("OverviewInterval"));
    assertThat(fields(get("/api/v1/system?" + SCOPE).path("progress").path(0)))
        .isEqualTo(documented("Progress"));
  }

  @ParameterizedTest
  @CsvSource({
    "traces, Trace, ''",
    "sessions, Session, ''",
    "usage, Usage, experiment_id%2Cservice_name%2Cagent_name%2Cuser_id%2Cprovider%2Cmodel",
    "models, Model, experiment_id%2Cservice_name%2Cagent_name%2Cuser_id%2Cprovider%2Cmodel",
    "tools, Tool, experiment_id%2Cservice_name%2Cagent_name%2Ctool",
    "latency, TraceLatency, experiment_id%2Cservice_name%2Cname",
    "users, User, ''",
    "agents, Agent, ''",
    "errors, Error, ''",
    "top, Top, ''",
    "facets, Facet, ''",
    "ledger, Ledger, ''"
  })
  void rowsOfLists_areThoseOfTheContract(String list, String schema, String groupBy)
      throws Exception {
    String from = list.equals("ledger") ? "workspace=" + WORKSPACE : SCOPE;
    JsonNode answer =
        get(
            "/api/v1/%s?%s%s"
                .formatted(list, from, groupBy.isEmpty() ? "" : "&group_by=" + groupBy));
    Set<String> columns = documented(schema);

    assertThat(answer.path(list)).isNotEmpty();
    assertThat(answer.path(list)).allSatisfy(row -> assertThat(fields(row)).isEqualTo(columns));
  }

  /** What an endpoint says, and the same question in SQL. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "overview | /current/traces | count() FROM traces WHERE NOT noise AND",
        "overview | /current/errors | countIf(status = 'ERROR') FROM traces WHERE NOT noise AND",
        "overview | /current/sessions | count() FROM sessions WHERE",
        "overview | /current/users | count() FROM users WHERE",
        "overview | /current/turns | sum(turns) FROM traces WHERE NOT noise AND",
        "overview | /current/tool_calls | sum(calls) FROM tool_calls_1m WHERE",
        "overview | /current/calls | sum(llm_calls + llm_errors) FROM traces WHERE",
        "overview | /current/input_tokens | sum(input_tokens) FROM spans WHERE",
        "overview | /current/output_tokens | sum(output_tokens) FROM spans WHERE",
        "overview | /current/cache_read_tokens | sum(cache_read_tokens) FROM traces WHERE",
        "overview | /current/cost_usd | sum(cost_usd) FROM traces WHERE",
        "overview | /current/unpriced_calls | sum(unpriced_calls) FROM traces WHERE",
        "overview | /current/duration_p95_ns"
            + " | quantileExact(0.95)(duration_ns) FROM traces WHERE NOT noise AND",
        "latency | /latency/0/traces | count() FROM traces WHERE NOT noise AND",
        "latency?group_by=name | +/latency/errors"
            + " | countIf(status = 'ERROR') FROM traces WHERE NOT noise AND",
        "models | +/models/calls | sum(llm_calls + llm_errors) FROM traces WHERE",
        "models | +/models/cost_usd | sum(cost_usd) FROM spans WHERE",
        "models?interval=hour | +/models/output_tokens | sum(output_tokens) FROM spans WHERE",
        "tools | +/tools/calls | countIf(counts_as_tool_call) FROM spans WHERE",
        "tools | +/tools/errors"
            + " | countIf(counts_as_tool_call AND status = 'ERROR') FROM spans WHERE",
        "users | +/users/cost_usd | sum(cost_usd) FROM users WHERE",
        "users | +/users/turns | sum(turns) FROM users WHERE",
        "agents | +/agents/input_tokens"
            + " | sumIf(input_tokens, agent_name != '') FROM spans WHERE",
        "errors | +/errors/spans | countIf(status = 'ERROR') FROM spans WHERE",
        "top?by=agent_name | +/top/cost_usd | sum(cost_usd) FROM traces WHERE",
        "top?by=model&measure=calls | +/top/calls | sum(calls) FROM usage_1m WHERE",
        "sessions | +/sessions/output_tokens"
            + " | sumIf(output_tokens, session_id != '') FROM spans WHERE",
        "ledger?from=-1h | +/ledger/first_seen | count() FROM spans WHERE"
      })
  void numbers_areThoseOfSql(String question, String where, String sql) throws Exception {
    String from = question.contains("from=") ? "workspace=" + WORKSPACE : SCOPE;
    JsonNode answer = get("/api/v1/" + question + (question.contains("?") ? "&" : "?") + from);
    BigDecimal told =
        where.startsWith("+")
            ? sum(list(answer.path(where.split("/", -1)[1])), where.split("/", -1)[2])
            : new BigDecimal(answer.at(where).asText());

    assertThat(told)
        .isEqualByComparingTo(number("SELECT " + sql + " workspace = {workspace:String}"));
  }

  @Test
  void session_isReplayedOverItsTraces() throws Exception {
    String session =
        column(
                "SELECT session_id FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY traces DESC, session_id")
            .get(0);
    JsonNode answer =
        get("/api/v1/sessions/" + encoded(session).replace("+", "%20") + "?workspace=" + WORKSPACE);
    List<JsonNode> turns = list(answer.path("turns"));

    assertThat(turns).hasSize(answer.path("session").path("traces").intValue());
    assertThat(sum(turns, "input_tokens"))
        .isEqualByComparingTo(answer.path("session").path("input_tokens").decimalValue());
    assertThat(fields(answer.path("session"))).isEqualTo(documented("Session"));
    assertThat(fields(turns.get(0))).isEqualTo(documented("Turn"));
  }

  @Test
  void spans_pageByPage_areAllOfTheTrace() throws Exception {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          get(
              "/api/v1/traces/%s/spans?limit=2&workspace=%s&cursor=%s"
                  .formatted(aTrace(), WORKSPACE, cursor));
      page.path("spans").forEach(span -> paged.add(span.path("span_id").textValue()));
      cursor = page.path("next_cursor").textValue();
    } while (cursor != null);

    assertThat(paged)
        .hasSizeGreaterThan(2)
        .containsExactlyElementsOf(
            column(
                "SELECT span_id FROM spans WHERE workspace = {workspace:String} AND trace_id = '%s'"
                        .formatted(aTrace())
                    + " ORDER BY start_time, span_id"));
  }

  private static String aTrace() {
    return column(
            "SELECT trace_id FROM traces WHERE workspace = {workspace:String}"
                + " ORDER BY span_count DESC, trace_id")
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "start_time, toUnixTimestamp64Nano(start_time)",
    "duration, duration_ns",
    "cost, cost_usd",
    "tokens, input_tokens + output_tokens",
    "errors, error_count",
    "size, span_count"
  })
  void sortedTraces_pageByPage_areInTheOrderOfSql(String sort, String column) throws Exception {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          get(
              "/api/v1/traces?limit=2&order=asc&sort=%s&%s&cursor=%s"
                  .formatted(sort, SCOPE, cursor));
      page.path("traces").forEach(trace -> paged.add(trace.path("trace_id").textValue()));
      cursor = page.path("next_cursor").textValue();
    } while (cursor != null);

    assertThat(paged)
        .containsExactlyElementsOf(
            column(
                "SELECT trace_id FROM traces WHERE workspace = {workspace:String} ORDER BY "
                    + column
                    + ", trace_id DESC"));
  }

  @Test
  void textsAndAttributes_findTheTracesThatCarryThem() throws Exception {
    String where = " FROM span_content WHERE workspace = {workspace:String} AND ";
    String word =
        column(
                "SELECT arrayFirst(w -> length(w) > 5, splitByNonAlpha(input)) AS word"
                    + where
                    + "word != '' ORDER BY trace_id, span_id")
            .get(0);
    String attribute =
        column(
                "SELECT concat(arraySort(mapKeys(attributes))[1], '=',"
                    + " attributes[arraySort(mapKeys(attributes))[1]])"
                    + where
                    + "notEmpty(attributes) ORDER BY trace_id, span_id")
            .get(0);

    assertThat(tracesWith("q=" + encoded(word)))
        .containsExactlyInAnyOrderElementsOf(
            column(
                "SELECT DISTINCT trace_id"
                    + where
                    + "(hasToken(input, '%1$s') OR hasToken(output, '%1$s')".formatted(word)
                    + " OR arrayExists(v -> hasToken(v, '%s'), mapValues(attributes)))"
                        .formatted(word)))
        .isNotEmpty();
    assertThat(tracesWith("attribute=" + encoded(attribute)))
        .containsExactlyInAnyOrderElementsOf(
            millrace
                .query(
                    "SELECT DISTINCT trace_id"
                        + where
                        + "attributes[{key:String}] = {value:String}",
                    Map.of(
                        "workspace", WORKSPACE,
                        "key", attribute.substring(0, attribute.indexOf('=')),
                        "value", attribute.substring(attribute.indexOf('=') + 1)))
                .stream()
                .map(row -> row.get("trace_id").toString())
                .toList())
        .isNotEmpty();
    assertThat(tracesWith("q=nothingsaysthis")).isEmpty();
    assertThat(tracesWith("tag=none")).isEmpty();
  }

  private static List<String> tracesWith(String filter) throws Exception {
    return list(get("/api/v1/traces?" + SCOPE + "&" + filter).path("traces")).stream()
        .map(trace -> trace.path("trace_id").textValue())
        .toList();
  }

  @Test
  void exports_haveTheRowsOfTheList() throws Exception {
    int rows = get("/api/v1/users?" + SCOPE).path("users").size();
    byte[] parquet = bytes("/api/v1/models?format=parquet&" + SCOPE);

    assertThat(new String(bytes("/api/v1/users?format=csv&" + SCOPE), UTF_8).lines())
        .hasSize(rows + 1)
        .element(0)
        .asString()
        .startsWith("experiment_id,user_id,sessions,");
    assertThat(new String(bytes("/api/v1/users?format=jsonl&" + SCOPE), UTF_8).lines())
        .hasSize(rows);
    assertThat(new String(parquet, 0, 4, UTF_8)).isEqualTo("PAR1");
    assertThat(new String(bytes("/api/v1/traces?format=arrow&" + SCOPE), 0, 6, UTF_8))
        .isEqualTo("ARROW1");
  }

  /** A cross join without an end, and a sort that no memory holds. */
  private static final List<String> HOSTILE =
      List.of(
          "SELECT count() FROM numbers(1000000000) AS a CROSS JOIN numbers(1000000000) AS b"
              + " WHERE sipHash64(a.number, b.number) = 1",
          "SELECT max(s) FROM (SELECT repeat(toString(sipHash64(number)), 10) AS s, number"
              + " FROM numbers(1000000000) ORDER BY s LIMIT 900000000)");

  private static final Set<Integer> TIMEOUT_OR_MEMORY_LIMIT_EXCEEDED = Set.of(159, 241);

  @Test
  void hostileQueries_areStoppedByTheirLimitsWhileIngestGoesOn() throws Exception {
    ExecutorService hostile = Executors.newFixedThreadPool(HOSTILE.size());
    try {
      List<Future<Integer>> refusals =
          HOSTILE.stream().map(sql -> hostile.submit(() -> refusalOf(sql))).toList();
      millrace.send(Path.of("..", "corpus", "strands"), ReplayPlan.into("query-api-hostile"));
      LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
          .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

      for (Future<Integer> refusal : refusals) {
        assertThat(refusal.get()).isIn(TIMEOUT_OR_MEMORY_LIMIT_EXCEEDED);
      }
    } finally {
      hostile.shutdownNow();
    }
    assertThat(
            millrace.query("SELECT count() AS n FROM traces WHERE workspace = 'query-api-hostile'"))
        .extracting(row -> ((Number) row.get("n")).intValue())
        .allMatch(traces -> traces > 0);
  }

  /** Which error the reader's account gets within the limits of the API. */
  private static int refusalOf(String sql) throws IOException {
    try (SqlReader reader = new SqlReader(millrace.readerEndpoint())) {
      reader.query(sql, Map.of(), Map.of("max_execution_time", 3));
      return 0;
    } catch (RefusedException e) {
      return e.code();
    }
  }

  @Test
  void newTrace_isInTheLiveStream() throws Exception {
    String url = address() + "/api/v1/live/traces?workspace=query-api-live";
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (InputStream events =
            client
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream())
                .body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(events, UTF_8))) {
      millrace.send(Path.of("..", "corpus", "strands"), ReplayPlan.into("query-api-live"));

      CompletableFuture<String> told =
          CompletableFuture.supplyAsync(
              () -> lines.lines().filter(line -> line.startsWith("data:")).findFirst().orElse(""));
      assertThat(told.get(SHOWN_WITHIN.toSeconds(), TimeUnit.SECONDS))
          .contains("\"workspace\":\"query-api-live\"");
    }
  }

  @Test
  void methodThatIsNotTaken_isRefusedAsDocumented() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create(address() + "/api/v1/traces/" + aTrace()))
                    .method("PUT", HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("DELETE, GET");
  }

  @Test
  void newestSessionsPageByPage_areInTheOrderOfTheView() throws Exception {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/api/v1/sessions?limit=1&" + SCOPE + "&cursor=" + cursor);
      page.path("sessions").forEach(session -> paged.add(session.path("session_id").textValue()));
      cursor = page.path("next_cursor").textValue();
    } while (cursor != null);

    assertThat(paged)
        .hasSizeGreaterThan(2)
        .containsExactlyElementsOf(
            column(
                "SELECT session_id FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, session_id DESC, experiment_id DESC"));
  }

  @Test
  void system_tellsEveryProcessAndWhatIsUnread() throws Exception {
    JsonNode system = get("/api/v1/system?" + SCOPE);

    assertThat(fields(system)).isEqualTo(documented("System"));
    assertThat(list(system.path("processes")))
        .extracting(process -> process.path("name").textValue())
        .containsExactlyInAnyOrder("broker", "clickhouse", "pipeline", "query-api");
    assertThat(list(system.path("processes")))
        .allSatisfy(
            process -> {
              assertThat(fields(process)).isEqualTo(documented("Process"));
              assertThat(process.path("ready").booleanValue()).isTrue();
              assertThat(process.path("since_time").textValue()).endsWith("Z");
            });
    assertThat(fields(system.path("log"))).isEqualTo(documented("Log"));
    assertThat(system.path("log").path("lost_records").intValue()).isZero();
    assertThat(system.path("unanswered")).isEmpty();
  }

  @Test
  void overviewOfAProvider_hasTheCallsAndTracesOfIt() throws Exception {
    String provider =
        column(
                "SELECT provider FROM usage_1m WHERE workspace = {workspace:String}"
                    + " AND provider != '' ORDER BY provider")
            .get(0);
    JsonNode current =
        get("/api/v1/overview?provider=" + encoded(provider) + "&" + SCOPE).path("current");

    assertThat(current.path("calls").decimalValue())
        .isEqualByComparingTo(
            number(
                "SELECT sum(calls) FROM usage_1m WHERE workspace = {workspace:String}"
                    + " AND provider = '%s'".formatted(provider)))
        .isPositive();
    assertThat(current.path("traces").decimalValue())
        .isEqualByComparingTo(
            number(
                "SELECT uniqExact(trace_id) FROM spans WHERE workspace = {workspace:String}"
                    + " AND provider = '%s'".formatted(provider)))
        .isPositive();
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
    return JSON.readTree(bytes(path));
  }

  private static byte[] bytes(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create(address() + path)).build(),
                BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return answer.body();
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
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
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
