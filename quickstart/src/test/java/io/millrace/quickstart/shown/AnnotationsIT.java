// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetTruth;
import io.millrace.benchmarks.truth.Measure;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.quickstart.write.BridgeWriter;
import io.millrace.quickstart.write.Deletion;
import io.millrace.quickstart.write.Repricing;
import io.millrace.sql.SqlReader;
import io.millrace.sql.audit.Difference;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes by REST is in SQL, and what is deleted is in no view, however late it comes. More
 * calls repriced than usual: {@code -Dmillrace.reprice.spans=350000}.
 */
class AnnotationsIT {
  private static final Path CLIENT = Path.of("..", "corpus", "openhands");
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final int REPRICED_SPANS = Integer.getInteger("millrace.reprice.spans", 2_000);

  /** So many that those of one workspace cannot hide behind another's. */
  private static final int SHOWN_DIFFERENCES = 10_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Logger LOG = LoggerFactory.getLogger(AnnotationsIT.class);

  private final RunningMillrace millrace = RunningMillrace.shared();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void assessment_isShownChangedOverriddenAndDeleted() throws Exception {
    String assessments = "/api/v1/traces/0af7651916cd43dd8448eb211c80319c/assessments";
    JsonNode made = write("assess", "POST", assessments, "{\"name\":\"quality\",\"value\":3}");
    awaitShown(made);
    String id = made.at("/assessment_id").textValue();
    assertThat(assessments("assess")).isEqualTo(List.of(id + " quality 3 true"));

    write("assess", "PATCH", assessments + "/" + id, "{\"value\":4}");
    JsonNode better =
        write(
            "assess",
            "POST",
            assessments,
            "{\"id\":\"z\",\"name\":\"quality\",\"value\":5,\"overrides\":\"" + id + "\"}");
    awaitShown(better);
    assertThat(assessments("assess"))
        .isEqualTo(List.of(id + " quality 4 false", "z quality 5 true"));

    awaitShown(write("assess", "DELETE", assessments + "/z", ""));
    assertThat(assessments("assess")).isEqualTo(List.of(id + " quality 4 true"));
  }

  @Test
  void tags_areOnTheTraceAndInAnnotations() throws Exception {
    sendTraces("tagged");
    String trace = traces("tagged").get(0);
    awaitShown(write("tagged", "PATCH", trace + "/tags", "{\"stage\":\"prod\"}"));

    assertThat(count("traces", "tagged", "tags['stage'] = 'prod'")).isEqualTo(1);
    assertThat(count("annotations", "tagged", "type = 'TAG' AND value = 'prod'")).isEqualTo(1);

    awaitShown(write("tagged", "PATCH", trace + "/tags", "{\"stage\":null}"));
    assertThat(count("traces", "tagged", "mapContains(tags, 'stage')")).isZero();
    assertThat(count("annotations", "tagged", "1")).isZero();
  }

  @Test
  void assessedTraces_areFoundByWhatWasSaid() throws Exception {
    sendTraces("assessed");
    List<String> traces = traces("assessed");
    write(
        "assessed",
        "POST",
        traces.get(0) + "/assessments",
        "{\"name\":\"tone\",\"value\":\"kind\"}");
    awaitShown(
        write(
            "assessed",
            "POST",
            traces.get(0) + "/assessments",
            "{\"name\":\"score\",\"value\":3}"));

    assertThat(found("assessed", "tone=kind", "score=3", "score"))
        .containsExactly(traces.get(0).substring("/api/v1/traces/".length()));
    assertThat(found("assessed", "tone=kind", "score=4")).isEmpty();
    assertThat(found("assessed")).hasSameSizeAs(traces);
  }

  @Test
  void deletedTraces_areInNoViewThoughTheirSpansComeAgain() throws Exception {
    sendTraces("deleted");
    assertThat(count("usage_1m", "deleted", "1")).isPositive();
    long spans = count("spans", "deleted", "1");
    for (String trace : traces("deleted")) {
      write("deleted", "POST", trace + "/assessments", "{\"name\":\"n\"}");
      awaitShown(write("deleted", "DELETE", trace, ""));
    }
    assertNothingIsLeft("deleted");

    sendTraces("deleted");
    assertNothingIsLeft("deleted");
    assertThat(number("SELECT toInt64(sum(duplicate)) AS n FROM ledger_1m", "deleted"))
        .isEqualTo(spans);
    assertBalanced("deleted");
  }

  @Test
  void deletedSession_isInNoViewAndTheAuditBalances() throws Exception {
    sendTraces("session-gone");
    String session = firstSession("session-gone");
    SqlReader tables = millrace.conformTarget().reader();
    Deletion deletion = new Deletion("session-gone", Deletion.Kind.SESSION, session);

    assertThat(deletion.execute(new BridgeWriter(millrace.bridgeHttp(), tables), tables))
        .isPositive();

    assertThat(count("sessions", "session-gone", "session_id = '" + session + "'")).isZero();
    assertThat(count("spans", "session-gone", "session_id = '" + session + "'")).isZero();
    assertBalanced("session-gone");
  }

  @Test
  void sessionDeletedByTheApi_isInNoView() throws Exception {
    sendTraces("session-api");
    String sessionId = firstSession("session-api");
    String itsSpans = "session_id = '" + sessionId + "'";

    JsonNode deleted = deleteSession("session-api", sessionId);

    assertThat(deleted.path("traces").intValue()).isPositive();
    deleted.path("log").forEach(this::awaitPlace);
    assertThat(count("spans", "session-api", itsSpans)).isZero();
    assertBalanced("session-api");
    sessionDeletedBeforeAnythingOfItCame_isInNoView(sessionId);
  }

  private void sessionDeletedBeforeAnythingOfItCame_isInNoView(String sessionId) throws Exception {
    JsonNode deleted = deleteSession("session-early", sessionId);
    assertThat(deleted.path("traces").intValue()).isZero();
    deleted.path("log").forEach(this::awaitPlace);

    sendTraces("session-early");

    assertThat(count("spans", "session-early", "session_id = '" + sessionId + "'")).isZero();
    assertThat(count("sessions", "session-early", "session_id = '" + sessionId + "'")).isZero();
    assertBalanced("session-early");
  }

  private JsonNode deleteSession(String workspace, String sessionId) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                queryApi(
                    "/api/v1/sessions/" + URLEncoder.encode(sessionId, StandardCharsets.UTF_8)))
            .header("x-mlflow-workspace", workspace)
            .DELETE()
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private URI queryApi(String path) {
    return URI.create(millrace.process("query-api").addresses().get("query-api") + path);
  }

  @Test
  void priceOfOnesOwn_countsForCallsThatAreNew() throws Exception {
    String price =
        "{\"model\":\"*\",\"usd_per_million_tokens\":{\"input\":1,\"cache_read\":1,\"cache_write\":1,\"output\":1}}";
    awaitShown(write("own-price", "PUT", "/api/v1/prices/all%20alike", price));

    sendTraces("own-price");

    for (String view : List.of("spans", "traces", "usage_1m")) {
      assertThat(
              millrace.query(
                  "SELECT toString(sum(computed_cost_usd) - toDecimal128(sum(input_tokens + output_tokens), 12)"
                      + " / 1000000) AS off, toString(sum(computed_cost_usd) > 0) AS some FROM "
                      + view
                      + " WHERE workspace = 'own-price'"))
          .as(view)
          .isEqualTo(List.of(Map.of("off", "0", "some", "1")));
    }
    assertThat(prices("own-price"))
        .isEqualTo(
            "[{\"name\":\"all alike\",\"provider\":\"\",\"model\":\"*\",\"service_tier\":\"\",\"effective_from\":\"\","
                + "\"usd_per_million_tokens\":{\"input\":\"1\",\"cache_read\":\"1\",\"cache_write\":\"1\",\"output\":\"1\"},"
                + "\"same_as_provider\":\"\",\"same_as_model\":\"\"}]");

    awaitShown(write("own-price", "DELETE", "/api/v1/prices/all%20alike", ""));
    assertThat(prices("own-price")).isEqualTo("[]");
  }

  /** As the API tells them, without their times. */
  private String prices(String workspace) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(queryApi("/api/v1/prices?workspace=" + workspace)).build();
    JsonNode prices =
        JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).path("prices");
    prices.forEach(price -> ((ObjectNode) price).remove("update_time"));
    return prices.toString();
  }

  @Test
  void repricing_isTheSameSumInEveryView() throws Exception {
    sendTraces("repriced");
    String prices =
        "- {model: \"*\", usd_per_million_tokens: {input: 1, cache_read: 1, cache_write: 1, output: 1}}";
    Instant now = Instant.now();
    Repricing repricing = new Repricing(now.minus(Duration.ofDays(4000)), now, "repriced", prices);
    SqlReader tables = millrace.conformTarget().reader();

    long traces =
        repricing.execute(
            new BridgeWriter(millrace.bridgeHttp(), tables),
            tables,
            Repricing.Place.START,
            last -> {});

    assertThat(traces).isEqualTo(count("traces", "repriced", "1"));
    for (String view : List.of("spans", "traces", "usage_1m", "sessions")) {
      assertThat(
              millrace.query(
                  "SELECT toString(sum(cost_usd) - toDecimal128(sum(input_tokens + output_tokens), 12)"
                      + " / 1000000) AS off, toString(sum(input_cost_usd)"
                      + " - toDecimal128(sum(input_tokens), 12) / 1000000) AS input_off,"
                      + " toString(sum(output_cost_usd)"
                      + " - toDecimal128(sum(output_tokens), 12) / 1000000) AS output_off,"
                      + " toString(sum(cache_saved_usd)) AS saved,"
                      + " toString(sum(cost_usd) > 0) AS some FROM "
                      + view
                      + " WHERE workspace = 'repriced'"))
          .as(view)
          .isEqualTo(
              List.of(
                  Map.of(
                      "off", "0", "input_off", "0", "output_off", "0", "saved", "0", "some", "1")));
    }
  }

  /** The truth is the fleet's own: what it says that it used, times a table that is in the test. */
  @Test
  void repricingOfAFleet_isWhatItUsedTimesThePrices() throws Exception {
    String workspace = "repriced-fleet";
    LoadRun load = load(workspace);
    assertThat(load.run().right()).isTrue();
    String prices =
        "- {model: \"*\", usd_per_million_tokens: {input: 3, cache_read: 0.5, cache_write: 5, output: 11}}";
    Instant now = Instant.now();
    SqlReader tables = millrace.conformTarget().reader();

    long traces =
        new Repricing(
                now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(1)), workspace, prices)
            .execute(
                new BridgeWriter(millrace.bridgeHttp(), tables),
                tables,
                Repricing.Place.START,
                last -> {});

    FleetTruth truth = load.truth();
    assertThat(traces).isEqualTo(truth.total(Measure.TRACES));
    long read = truth.total(Measure.CACHE_READ_TOKENS);
    long write = truth.total(Measure.CACHE_WRITE_TOKENS);
    BigDecimal microUsd =
        BigDecimal.valueOf(3 * (truth.total(Measure.INPUT_TOKENS) - read - write))
            .add(BigDecimal.valueOf(read).divide(BigDecimal.valueOf(2)))
            .add(BigDecimal.valueOf(5 * write + 11 * truth.total(Measure.OUTPUT_TOKENS)));
    LOG.info("{} traces, {} calls repriced", traces, truth.total(Measure.CALLS));
    for (String view : List.of("spans", "traces", "usage_1m", "sessions", "users")) {
      assertThat(cost(view, workspace)).as(view).isEqualByComparingTo(microUsd.movePointLeft(6));
    }
    assertThat(number("SELECT toInt64(sum(unpriced_calls)) AS n FROM traces", workspace)).isZero();
  }

  private LoadRun load(String workspace) {
    long seed = 3;
    LOG.info("seed {}, {} spans into {}", seed, REPRICED_SPANS, workspace);
    Instant start = Instant.now().minus(Duration.ofHours(1));
    return new LoadRun(
        new Fleet(new FleetPlan(seed, REPRICED_SPANS, 0, 0, 0, start, false)),
        new FleetSender(
            millrace.bridgeHttp(), workspace, new FleetSender.Options(4, 0, Duration.ofMinutes(2))),
        millrace.sql(),
        workspace,
        new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1)),
        LOG::info);
  }

  private BigDecimal cost(String view, String workspace) {
    String sql =
        "SELECT toString(sum(cost_usd)) AS usd FROM " + view + " WHERE workspace = {w:String}";
    return new BigDecimal(millrace.query(sql, Map.of("w", workspace)).get(0).get("usd").toString());
  }

  private void assertNothingIsLeft(String workspace) {
    for (String view :
        List.of(
            "spans",
            "span_content",
            "traces",
            "sessions",
            "users",
            "usage_1m",
            "tool_calls_1m",
            "trace_latency_1m",
            "annotations")) {
      assertThat(count(view, workspace, "1")).as(view).isZero();
    }
  }

  /** As the audit sees it; other tests of this JVM meddle with the rows of other workspaces. */
  private void assertBalanced(String workspace) throws IOException {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    List<Difference> differences =
        new Audit(target, SHOWN_DIFFERENCES, spans -> {})
            .run().findings().stream()
                .flatMap(finding -> finding.differences().stream())
                .filter(difference -> difference.workspace().equals(workspace))
                .toList();
    assertThat(differences).isEmpty();
  }

  /** Sends what the client has sent, and waits until it is shown. */
  private void sendTraces(String workspace) throws IOException, InterruptedException {
    millrace.send(CLIENT, ReplayPlan.into(workspace));
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  /** The paths of all traces. */
  private List<String> traces(String workspace) {
    return millrace
        .query("SELECT trace_id FROM traces WHERE workspace = {w:String}", Map.of("w", workspace))
        .stream()
        .map(row -> "/api/v1/traces/" + row.get("trace_id"))
        .toList();
  }

  /** The traces that the query API finds by these assessments. */
  private List<String> found(String workspace, String... assessments) throws Exception {
    String filters =
        Arrays.stream(assessments)
            .map(each -> "&assessment=" + URLEncoder.encode(each, StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    URI url =
        millrace
            .http(Setting.QUERY_API_PORT)
            .resolve("/api/v1/traces?from=2020-01-01T00:00:00Z&workspace=" + workspace + filters);
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("traces").findValuesAsText("trace_id");
  }

  private JsonNode write(String workspace, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(millrace.bridgeHttp().resolve(path))
            .header("x-mlflow-workspace", workspace)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return JSON.readTree(answer.body());
  }

  private String firstSession(String workspace) {
    return millrace
        .query(
            "SELECT session_id FROM sessions WHERE workspace = {w:String} ORDER BY session_id LIMIT"
                + " 1",
            Map.of("w", workspace))
        .get(0)
        .get("session_id")
        .toString();
  }

  /** Waits by the place in the log that the answer names, as a client does. */
  private void awaitShown(JsonNode answer) {
    awaitPlace(answer.at("/log/0"));
  }

  private void awaitPlace(JsonNode place) {
    await()
        .atMost(SHOWN_WITHIN)
        .until(
            () ->
                !millrace
                    .query(
                        "SELECT 1 FROM progress WHERE topic = {t:String}"
                            + " AND partition = {p:UInt32} AND next_offset > {o:UInt64}",
                        Map.of(
                            "t", place.get("topic").textValue(),
                            "p", place.get("partition").intValue(),
                            "o", place.get("offset").longValue()))
                    .isEmpty());
  }

  private List<String> assessments(String workspace) {
    return millrace
        .query(
            "SELECT concat(annotation_id, ' ', name, ' ', value, ' ', toString(valid)) AS line"
                + " FROM annotations WHERE workspace = {w:String} ORDER BY value",
            Map.of("w", workspace))
        .stream()
        .map(row -> row.get("line").toString())
        .toList();
  }

  private long count(String view, String workspace, String where) {
    return number("SELECT toInt64(count()) AS n FROM " + view, workspace, where);
  }

  private long number(String select, String workspace) {
    return number(select, workspace, "1");
  }

  private long number(String select, String workspace, String where) {
    String sql = select + " WHERE workspace = {w:String} AND " + where;
    return ((Number) millrace.query(sql, Map.of("w", workspace)).get(0).get("n")).longValue();
  }
}
