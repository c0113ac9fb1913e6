// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static io.millrace.quickstart.shown.CorpusApi.encoded;
import static io.millrace.quickstart.shown.CorpusApi.get;
import static io.millrace.quickstart.shown.CorpusApi.list;
import static io.millrace.quickstart.shown.CorpusApi.sum;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.up.RunningMillrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The traces behind numbers of failures and of calls without a price are those that SQL finds. */
class QueryApiBehindIT {
  private static final String WORKSPACE = "query-api-behind";
  private static final String SCOPE = "workspace=" + WORKSPACE;

  private static final String SPAN =
      "{'traceId':'%032x','spanId':'%016x','name':'%s','startTimeUnixNano':'%d','endTimeUnixNano':'%d',"
          + "'status':{'code':%d},'attributes':[%s]}";

  private static RunningMillrace millrace;

  @BeforeAll
  static void send() throws Exception {
    millrace = CorpusApi.running();
    String spans =
        String.join(
            ",",
            span(1, 1, "good", 1, tool("search")),
            span(2, 2, "slow", 2, tool("search"), text("error.type", "timeout")),
            span(2, 3, "slow again", 2, tool("search"), text("error.type", "timeout")),
            span(3, 4, "gone", 2, tool("fetch")),
            span(4, 5, "chat", 1, call("nobody-sells-it", "lead")),
            span(5, 6, "chat", 2, call("nobody-sells-it", "it's a\\b, 100 %")),
            span(6, 7, "chat", 1, call("gpt-4o-mini", "lead"), text("gen_ai.system", "openai")),
            span(7, 8, "alone", 1, usage("invoke_agent"), text("gen_ai.agent.name", "lone")));
    String body =
        "{'resourceSpans':[{'resource':{'attributes':[%s]},'scopeSpans':[{'scope':{'name':'t'},'spans':[%s]}]}]}"
            .formatted(text("service.name", "behind"), spans);
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(millrace.bridgeHttp() + "/v1/traces"))
                    .header("content-type", "application/json")
                    .header("x-mlflow-workspace", WORKSPACE)
                    .POST(BodyPublishers.ofString(body.replace('\'', '"').replace('’', '\'')))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    CorpusApi.awaitShown(millrace);
  }

  private static String span(int trace, int id, String name, int code, String... attributes) {
    long start = Instant.now().minusSeconds(60).getEpochSecond() * 1_000_000_000L;
    return SPAN.formatted(
        trace, id, name, start, start + 1_000_000, code, String.join(",", attributes));
  }

  private static String text(String key, String value) {
    return "{'key':'%s','value':{'stringValue':'%s'}}"
        .formatted(key, value.replace("\\", "\\\\").replace('\'', '’'));
  }

  private static String tool(String name) {
    return text("gen_ai.operation.name", "execute_tool") + "," + text("gen_ai.tool.name", name);
  }

  private static String call(String model, String agent) {
    return String.join(
        ",", usage("chat"), text("gen_ai.request.model", model), text("gen_ai.agent.name", agent));
  }

  private static String usage(String operation) {
    return Stream.of("input", "output")
        .map("{'key':'gen_ai.usage.%s_tokens','value':{'intValue':'7'}}"::formatted)
        .reduce(text("gen_ai.operation.name", operation), (all, each) -> all + "," + each);
  }

  @Test
  void errorGroups_leadToAsManyTracesAsTheyTell() throws Exception {
    List<JsonNode> groups = list(get("/api/v1/errors?" + SCOPE).path("errors"));

    assertThat(groups).hasSize(4);
    for (JsonNode group : groups) {
      String filters =
          Stream.of("kind", "error_type", "name", "tool_name", "model")
              .map(field -> "&error=" + encoded(field + "=" + group.path(field).textValue()))
              .reduce("", String::concat);
      assertThat(tracesWith(filters)).as(filters).hasSize(group.path("traces").intValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error=any | status = 'ERROR'",
        "error=error_type%3Dtimeout | status = 'ERROR' AND error_type = 'timeout'",
        "error=error_type%3D&error=kind%3DTOOL | status = 'ERROR' AND error_type = '' AND kind = 'TOOL'",
        "error=agent_name%3Dit's+a%5Cb,+100+%25 | status = 'ERROR' AND startsWith(agent_name, 'it')",
        "error=name%3Dslow&error=tool_name%3Dfetch | false",
        "unpriced=any | owns_usage AND cost_usd IS NULL",
        "unpriced=model%3Dnobody-sells-it&unpriced=agent_name%3Dlead | owns_usage AND cost_usd IS NULL AND agent_name = 'lead'",
        "unpriced=model%3Dgpt-4o-mini | owns_usage AND cost_usd IS NULL AND request_model = 'gpt-4o-mini'",
        "failed=tool_calls | status = 'ERROR' AND counts_as_tool_call",
        "failed=model_calls | status = 'ERROR' AND kind = 'LLM'",
        "failed=model_calls&agent_name=lead | false",
        "noise=true | noise",
        "noise=false | NOT noise"
      })
  void filtersOfSpans_findWhatSqlFinds(String filter, String condition) throws Exception {
    assertThat(tracesWith("&" + filter))
        .extracting(trace -> trace.path("trace_id").textValue())
        .containsExactlyInAnyOrderElementsOf(
            millrace
                .query(
                    "SELECT DISTINCT trace_id FROM spans WHERE workspace = {workspace:String} AND ("
                        + condition
                        + ")",
                    Map.of("workspace", WORKSPACE))
                .stream()
                .map(row -> row.get("trace_id").toString())
                .toList());
  }

  @Test
  void overview_tellsAsManyAsTheTracesBehindIt() throws Exception {
    JsonNode now = get("/api/v1/overview?" + SCOPE).path("current");

    assertThat(now.path("unpriced_calls").intValue()).isEqualTo(3);
    assertThat(sum(tracesWith("&unpriced=any"), "unpriced_calls")).isEqualByComparingTo("3");
    assertThat(sum(tracesWith("&failed=model_calls"), "llm_errors"))
        .isEqualByComparingTo(now.path("call_errors").decimalValue());
    assertThat(sum(tracesWith("&failed=tool_calls"), "tool_errors"))
        .isEqualByComparingTo(now.path("tool_errors").decimalValue());
    assertThat(tracesWith("&noise=false")).hasSize(now.path("traces").intValue());
  }

  @Test
  void tokensThatOnlyAnAgentTells_countWithoutACall() throws Exception {
    List<JsonNode> models = list(get("/api/v1/models?" + SCOPE).path("models"));

    assertThat(sum(models, "input_tokens"))
        .isEqualByComparingTo(sum(tracesWith(""), "input_tokens"))
        .isEqualByComparingTo("28");
    assertThat(models)
        .filteredOn(model -> model.path("calls").intValue() == 0)
        .singleElement()
        .satisfies(model -> assertThat(model.path("error_ratio").isNull()).isTrue());
  }

  @Test
  void exports_takeTheSameFilters() throws Exception {
    String lines =
        new String(
            CorpusApi.bytes("/api/v1/traces?" + SCOPE + "&format=jsonl&unpriced=any"), UTF_8);

    assertThat(lines.lines()).hasSize(3);
    assertThat(
            CorpusApi.bytes(
                "/api/v1/traces?" + SCOPE + "&format=parquet&error=any&failed=model_calls"))
        .startsWith('P', 'A', 'R', '1');
  }

  private static List<JsonNode> tracesWith(String filters) throws Exception {
    return list(get("/api/v1/traces?" + SCOPE + filters).path("traces"));
  }
}
