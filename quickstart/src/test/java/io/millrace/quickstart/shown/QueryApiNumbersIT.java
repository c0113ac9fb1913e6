// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static io.millrace.quickstart.shown.CorpusApi.SCOPE;
import static io.millrace.quickstart.shown.CorpusApi.WORKSPACE;
import static io.millrace.quickstart.shown.CorpusApi.column;
import static io.millrace.quickstart.shown.CorpusApi.encoded;
import static io.millrace.quickstart.shown.CorpusApi.get;
import static io.millrace.quickstart.shown.CorpusApi.list;
import static io.millrace.quickstart.shown.CorpusApi.number;
import static io.millrace.quickstart.shown.CorpusApi.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers over HTTP, on what real clients sent: those of SQL. */
class QueryApiNumbersIT {
  @BeforeAll
  static void send() throws Exception {
    assertThat(CorpusApi.running()).isNotNull();
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
        "overview | /current/input_cost_usd | sum(input_cost_usd) FROM spans WHERE",
        "overview | /current/cache_saved_usd | sum(cache_saved_usd) FROM spans WHERE",
        "overview | /current/unpriced_calls | sum(unpriced_calls) FROM traces WHERE",
        "overview | /current/duration_p95_ns"
            + " | quantileExact(0.95)(duration_ns) FROM traces WHERE NOT noise AND",
        "latency | /latency/0/traces | count() FROM traces WHERE NOT noise AND",
        "latency?group_by=name | +/latency/errors"
            + " | countIf(status = 'ERROR') FROM traces WHERE NOT noise AND",
        "models | +/models/calls | sum(llm_calls + llm_errors) FROM traces WHERE",
        "models | +/models/cost_usd | sum(cost_usd) FROM spans WHERE",
        "models | +/models/output_cost_usd | sum(output_cost_usd) FROM traces WHERE",
        "models?interval=hour | +/models/output_tokens | sum(output_tokens) FROM spans WHERE",
        "tools | +/tools/calls | countIf(counts_as_tool_call) FROM spans WHERE",
        "tools | +/tools/errors"
            + " | countIf(counts_as_tool_call AND status = 'ERROR') FROM spans WHERE",
        "users | +/users/cost_usd | sum(cost_usd) FROM users WHERE",
        "usage | +/usage/cache_saved_usd | sum(cache_saved_usd) FROM spans WHERE",
        "users | +/users/input_cost_usd | sum(input_cost_usd) FROM users WHERE",
        "users | +/users/turns | sum(turns) FROM users WHERE",
        "agents | +/agents/input_tokens"
            + " | sumIf(input_tokens, agent_name != '') FROM spans WHERE",
        "errors | +/errors/spans | countIf(status = 'ERROR') FROM spans WHERE",
        "top?by=agent_name | +/top/cost_usd | sum(cost_usd) FROM traces WHERE",
        "top?by=model&measure=calls | +/top/calls | sum(calls) FROM usage_1m WHERE",
        "sessions | +/sessions/output_tokens"
            + " | sumIf(output_tokens, session_id != '') FROM spans WHERE",
        "sessions | +/sessions/input_cost_usd"
            + " | sumIf(input_cost_usd, session_id != '') FROM spans WHERE",
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
}
