// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static io.millrace.quickstart.shown.CorpusApi.SCOPE;
import static io.millrace.quickstart.shown.CorpusApi.SHOWN_WITHIN;
import static io.millrace.quickstart.shown.CorpusApi.WORKSPACE;
import static io.millrace.quickstart.shown.CorpusApi.aTrace;
import static io.millrace.quickstart.shown.CorpusApi.address;
import static io.millrace.quickstart.shown.CorpusApi.column;
import static io.millrace.quickstart.shown.CorpusApi.encoded;
import static io.millrace.quickstart.shown.CorpusApi.get;
import static io.millrace.quickstart.shown.CorpusApi.list;
import static io.millrace.quickstart.shown.CorpusApi.paged;
import static io.millrace.quickstart.shown.CorpusApi.sum;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.SqlReader;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces and their spans over HTTP, on what real clients sent: those that SQL finds. */
class QueryApiTracesIT {
  private static RunningMillrace millrace;

  @BeforeAll
  static void send() throws Exception {
    millrace = CorpusApi.running();
  }

  @Test
  void traces_pageByPage_areAllTracesNewestFirst() throws Exception {
    assertThat(paged("traces", "trace_id"))
        .hasSizeGreaterThan(3)
        .containsExactlyElementsOf(
            column(
                "SELECT trace_id FROM traces WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, trace_id DESC"));
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
    assertThat(tracesWith("limit=1&q=" + encoded(word)))
        .as("the newest, for which not all is read")
        .containsExactly(tracesWith("q=" + encoded(word)).get(0));
    assertThat(tracesWith("tag=none")).isEmpty();
  }

  private static List<String> tracesWith(String filter) throws Exception {
    return list(get("/api/v1/traces?" + SCOPE + "&" + filter).path("traces")).stream()
        .map(trace -> trace.path("trace_id").textValue())
        .toList();
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
}
