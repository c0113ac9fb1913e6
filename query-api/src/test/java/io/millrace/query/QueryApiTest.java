// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over HTTP, on tables that say what a test wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ZonedDateTime START =
      ZonedDateTime.of(2026, 11, 21, 9, 30, 0, 123_456_789, ZoneOffset.UTC);

  private final FakeTables tables = new FakeTables();
  private QueryApi api;

  @BeforeAll
  void start() {
    QueryApiConfig config =
        new QueryApiConfig(
            "127.0.0.1",
            0,
            0,
            Set.of("agents.example"),
            2,
            Duration.ofSeconds(2),
            4,
            Duration.ofSeconds(5));
    api = QueryApi.start(config, tables);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void emptyTables() {
    tables.answer(List::of);
  }

  @Test
  void values_arePassedAsTheyAreSaid() throws Exception {
    get("/api/v1/traces?session_id=a'b%5C%0A&from=2026-11-21T00:00:00Z&min_duration=2s&limit=7");

    assertThat(tables.asked())
        .containsEntry("session_id", "a'b\\\n")
        .containsEntry("from", 1_795_219_200_000_000_000L)
        .containsEntry("min_duration", 2_000_000_000L)
        .containsEntry("limit", 8)
        .containsEntry("after_id", "");
  }

  @Test
  void moneyTimesAndUnknowns_areExact() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("trace_id", "t");
    row.put("start_time", START);
    row.put("cost_usd", new BigDecimal("1000.000216750000"));
    row.put("price", null);
    tables.answer(() -> List.of(row));

    JsonNode trace = json(get("/api/v1/traces")).path("traces").path(0);

    assertThat(trace.path("cost_usd").textValue()).isEqualTo("1000.00021675");
    assertThat(trace.path("start_time").textValue()).isEqualTo("2026-11-21T09:30:00.123456789Z");
    assertThat(trace.path("price").isNull()).isTrue();
  }

  @Test
  void oneRowMoreThanAsked_makesACursorThatContinuesThere() throws Exception {
    tables.answer(
        () ->
            IntStream.range(0, 3)
                .<Map<String, Object>>mapToObj(
                    i ->
                        Map.of(
                            "trace_id", "t" + i, "sort_key", new BigInteger("1795253400123456789")))
                .toList());

    JsonNode page = json(get("/api/v1/traces?limit=2"));
    get("/api/v1/traces?limit=2&cursor=" + page.path("next_cursor").textValue());

    assertThat(page.path("traces")).hasSize(2);
    assertThat(tables.asked())
        .containsEntry("after_id", "t1")
        .containsEntry("after_key", "1795253400123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/traces?limit=0, limit",
    "/api/v1/traces?limit=10001, limit",
    "/api/v1/traces?colour=blue, colour",
    "/api/v1/traces?status=ok, status",
    "/api/v1/traces?model=a&model=b, model",
    "/api/v1/traces?from=yesterday, from",
    "/api/v1/traces/xyz, trace_id",
    "/api/v1/sessions?cursor=x, cursor",
    "/api/v1/usage?group_by=cost_usd, group_by",
    "/api/v1/usage?interval=week, interval",
    "/api/v1/traces?tag=, tag",
    "/api/v1/traces?attribute=key, attribute",
    "/api/v1/traces?q=--, q",
    "/api/v1/traces?order=up, order",
    "/api/v1/top?by=cost_usd, by",
    "/api/v1/errors?format=xml, format",
    "/api/v1/overview?from=now&to=-1h, from",
    "/api/v1/traces/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/spans/1, span_id"
  })
  void badParameter_isNamed(String path, String parameter) throws Exception {
    AggregatedHttpResponse answer = get(path);

    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(answer.contentType()).hasToString("application/problem+json");
    assertThat(json(answer).path("parameter").textValue()).isEqualTo(parameter);
    assertThat(json(answer).path("detail").textValue()).isNotBlank();
  }

  @Test
  void unknownTrace_is404() {
    assertThat(get("/api/v1/traces/" + "0".repeat(32)).status().code()).isEqualTo(404);
  }

  @Test
  void clickHouseAwayOrOverItsLimits_is503WithRetryAfter() throws Exception {
    tables.answer(
        () -> {
          throw new UnavailableException("connection refused", null);
        });
    AggregatedHttpResponse away = get("/api/v1/usage");
    tables.answer(
        () -> {
          throw new RefusedException(159, "TIMEOUT_EXCEEDED", null);
        });
    AggregatedHttpResponse tooMuch = get("/api/v1/usage");

    assertThat(List.of(away, tooMuch))
        .allSatisfy(
            answer -> {
              assertThat(answer.status().code()).isEqualTo(503);
              assertThat(answer.headers().get("retry-after")).isEqualTo("1");
            });
    assertThat(json(away).path("detail").textValue()).contains("clickhouse.url");
    assertThat(json(tooMuch).path("detail").textValue()).contains("query-api.query-timeout");
  }

  @Test
  void moreQueriesThanMayRunOrWait_are503() throws Exception {
    QueryApiConfig impatient =
        new QueryApiConfig("127.0.0.1", 0, 0, Set.of(), 1, Duration.ZERO, 4, Duration.ofSeconds(5));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    answerWhen(running, release);
    try (QueryApi other = QueryApi.start(impatient, tables)) {
      WebClient client = WebClient.of("http://127.0.0.1:" + other.port());
      var first = client.get("/api/v1/sessions").aggregate();
      running.await();

      AggregatedHttpResponse second = client.get("/api/v1/sessions").aggregate().join();
      release.countDown();

      assertThat(second.status().code()).isEqualTo(503);
      assertThat(second.contentUtf8())
          .contains("query-api.max-concurrent-queries", "query-api.max-query-wait");
      assertThat(first.join().status().code()).isEqualTo(200);
    }
  }

  private void answerWhen(CountDownLatch running, CountDownLatch release) {
    tables.answer(
        () -> {
          running.countDown();
          awaitQuietly(release);
          return List.of();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/usage, GET",
    "DELETE, /api/v1/traces/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/spans, GET",
    "PATCH, /api/v1/live/traces, GET",
    "OPTIONS, /api/v1/sessions/a%2Fb, GET",
    "TRACE, /api/v1/overview, GET"
  })
  void methodThatThePathDoesNotTake_is405(HttpMethod method, String path, String allowed)
      throws Exception {
    AggregatedHttpResponse answer =
        client().execute(RequestHeaders.of(method, path)).aggregate().join();

    assertThat(answer.status().code()).isEqualTo(405);
    assertThat(answer.headers().get("allow")).isEqualTo(allowed);
    assertThat(json(answer).path("status").intValue()).isEqualTo(405);
  }

  @Test
  void callerWhoLeaves_endsHisQuery() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    tables.answer(
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return List.of();
        });
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      caller
          .getOutputStream()
          .write("GET /api/v1/errors HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      running.await();
    }

    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void liveTraces_areToldAsTheyChange() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workspace", "default");
    row.put("trace_id", "t1");
    row.put("version", 1L);
    row.put("models", List.of("m1", "m2"));
    tables.answer(() -> List.of(row));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + api.port() + "/api/v1/live/traces?model=m2"))
            .build();
    try (InputStream events =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofInputStream())
                .body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String data = lines.readLine();
      while (!data.startsWith("data:")) {
        data = lines.readLine();
      }
      assertThat(data).contains("\"trace_id\":\"t1\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, , 200",
    "localhost, , 200",
    "AGENTS.example:80, , 200",
    "evil.example, , 403",
    "localhost, http://evil.example, 403",
    "localhost, http://localhost:8080, 200",
    "localhost, null, 403"
  })
  void onlyItsOwnNames_areServed(String host, String origin, int status) {
    var headers = RequestHeaders.builder(HttpMethod.GET, "/api/v1/usage").add("host", host);
    if (origin != null) {
      headers.add("origin", origin);
    }

    assertThat(client().execute(headers.build()).aggregate().join().status().code())
        .isEqualTo(status);
  }

  @Test
  void tenThousandHostileQueries_neverBreakIt() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> paths =
        List.of(
            "traces",
            "sessions",
            "usage",
            "overview",
            "models",
            "sessions/a%2Fb",
            "traces/" + "a".repeat(32) + "/spans",
            "traces/" + "a".repeat(32));
    List<String> names =
        List.of(
            "from",
            "to",
            "limit",
            "cursor",
            "group_by",
            "interval",
            "min_cost_usd",
            "status",
            "tag",
            "attribute",
            "q",
            "sort",
            "format",
            "x");
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < 10_000; i++) {
      String path =
          "/api/v1/%s?%s=%s"
              .formatted(
                  paths.get(random.nextInt(paths.size())),
                  names.get(random.nextInt(names.size())),
                  URLEncoder.encode(hostile(random), StandardCharsets.UTF_8));
      URI url = URI.create("http://127.0.0.1:" + api.port() + path);
      int status =
          client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
      assertThat(status).as("seed %d: %s", seed, path).isIn(200, 400, 404);
    }
  }

  private static String hostile(Random random) {
    List<String> seeds =
        List.of(
            "",
            "-1",
            "9".repeat(40),
            "1e999",
            "' OR 1=1 --",
            "\0",
            "-99999d",
            "now",
            "{a:Int8}",
            "é€😀",
            "1.YQ",
            "..");
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.insert(random.nextInt(text.length() + 1), (char) random.nextInt(0xD800));
    }
    return text.toString();
  }

  @Test
  void metricsHealthAndContract_areServed() throws Exception {
    get("/api/v1/usage?limit=0");
    WebClient operator = WebClient.of("http://127.0.0.1:" + api.metricsPort());

    assertThat(operator.get("/metrics").aggregate().join().contentUtf8())
        .contains("millrace_api_requests_seconds_count{path=\"/api/v1/usage\",status=\"400\"}");
    assertThat(operator.get("/healthz").aggregate().join().status().code()).isEqualTo(200);
    assertThat(operator.get("/readyz").aggregate().join().status().code()).isEqualTo(200);
    assertThat(get("/openapi.yaml").contentUtf8()).startsWith("# The contract");
    tables.answer(
        () -> {
          throw new UnavailableException("connection refused", null);
        });
    assertThat(operator.get("/readyz").aggregate().join().status().code()).isEqualTo(503);
  }

  private AggregatedHttpResponse get(String path) {
    return client().get(path).aggregate().join();
  }

  private WebClient client() {
    return WebClient.of("http://127.0.0.1:" + api.port());
  }

  private static JsonNode json(AggregatedHttpResponse answer) throws IOException {
    return JSON.readTree(answer.contentUtf8());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
