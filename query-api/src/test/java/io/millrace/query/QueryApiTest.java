// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import io.millrace.sql.UnavailableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked and answered over HTTP, on tables that say what a test wants. */
class QueryApiTest extends ServedApi {
  private static final ZonedDateTime START =
      ZonedDateTime.of(2026, 11, 21, 9, 30, 0, 123_456_789, ZoneOffset.UTC);

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

  @ParameterizedTest
  @CsvSource({
    "/api/v1/assessments?trace_id=t, trace_id, [t]",
    "/api/v1/live-sessions?workspace=w, workspace, w",
    "/api/v1/prices?name=n, name, n",
    "/api/v1/wall-times?session_id=s, session_id, s",
    "/api/v1/workspaces?limit=7, limit, 8",
    "/api/v1/session?session_id=a%2F..%2Fb, session_id, a/../b",
  })
  void whatIsOfNoTime_isAskedWithoutOne(String address, String parameter, String asked)
      throws Exception {
    tables.answer(() -> List.of(Map.of("experiment_id", "0")));

    assertThat(get(address).status().code()).as(address).isEqualTo(200);

    assertThat(tables.asked().get(parameter)).hasToString(asked);
    assertThat(tables.asked()).doesNotContainKey("from");
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
    "/api/v1/traces?error=colour=blue, error",
    "/api/v1/traces?error=any&error=, error",
    "/api/v1/traces?unpriced=kind=LLM, unpriced",
    "/api/v1/traces?failed=all, failed",
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

  /** As the bridge asks for traces by hundreds of ids: HTTP/2 counts the line as a header. */
  @Test
  void longLine_isReadOverHttp2Too() {
    assertThat(get("/openapi.yaml?q=" + "q".repeat(60_000)).status().code()).isEqualTo(200);
  }

  @Test
  void unknownTrace_is404() {
    assertThat(get("/api/v1/traces/" + "0".repeat(32)).status().code()).isEqualTo(404);
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
}
