// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static io.millrace.quickstart.shown.CorpusApi.SCOPE;
import static io.millrace.quickstart.shown.CorpusApi.WORKSPACE;
import static io.millrace.quickstart.shown.CorpusApi.aTrace;
import static io.millrace.quickstart.shown.CorpusApi.address;
import static io.millrace.quickstart.shown.CorpusApi.bytes;
import static io.millrace.quickstart.shown.CorpusApi.documented;
import static io.millrace.quickstart.shown.CorpusApi.fields;
import static io.millrace.quickstart.shown.CorpusApi.get;
import static io.millrace.quickstart.shown.CorpusApi.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query API on what real clients sent: its answers have the fields of its contract. */
class QueryApiContractIT {
  @BeforeAll
  static void send() throws Exception {
    assertThat(CorpusApi.running()).isNotNull();
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
}
