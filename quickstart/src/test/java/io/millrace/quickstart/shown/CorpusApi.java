// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
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
import org.yaml.snakeyaml.Yaml;

/** The query API over what some real clients sent, asked as tests ask it. */
final class CorpusApi {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  static final String WORKSPACE = "query-api";

  /** All that was ever captured. */
  static final String SCOPE = "workspace=" + WORKSPACE + "&from=2020-01-01T00:00:00Z";

  private static RunningMillrace millrace;

  private CorpusApi() {}

  /** The shared Millrace with some clients' traffic in {@link #WORKSPACE}; it is sent once. */
  static synchronized RunningMillrace running() throws Exception {
    if (millrace == null) {
      RunningMillrace shared = RunningMillrace.shared();
      for (String client : List.of("openhands", "google-adk-gemini", "strands")) {
        shared.send(Path.of("..", "corpus", client), ReplayPlan.into(WORKSPACE));
      }
      awaitShown(shared);
      millrace = shared;
    }
    return millrace;
  }

  /** Waits until the views show all that was sent. */
  static void awaitShown(RunningMillrace millrace) throws Exception {
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  /** An answer as JSON. */
  static JsonNode get(String path) throws Exception {
    return JSON.readTree(bytes(path));
  }

  /** A field of the rows of a list that is asked for row by row. */
  static List<String> paged(String list, String field) throws Exception {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/api/v1/" + list + "?limit=1&" + SCOPE + "&cursor=" + cursor);
      page.path(list).forEach(row -> paged.add(row.path(field).textValue()));
      cursor = page.path("next_cursor").textValue();
    } while (cursor != null);
    return paged;
  }

  /** A good answer. */
  static byte[] bytes(String path) throws Exception {
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

  /** Where the API answers. */
  static String address() {
    return millrace.process("query-api").addresses().get("query-api");
  }

  /** The first column of an answer in SQL, which takes the workspace. */
  static List<String> column(String sql) {
    return millrace.query(sql, Map.of("workspace", WORKSPACE)).stream()
        .map(row -> row.values().iterator().next().toString())
        .toList();
  }

  /** The same where it is one number. */
  static BigDecimal number(String sql) {
    return new BigDecimal(column(sql).get(0));
  }

  /** Of a field of rows. */
  static BigDecimal sum(List<JsonNode> rows, String field) {
    return rows.stream()
        .map(row -> new BigDecimal(row.path(field).asText()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** As a list. */
  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** The names of an object. */
  static Set<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /** The names of the properties of a schema of the contract. */
  static Set<String> documented(String schema) throws Exception {
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

  /** For the query of a URL. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** The largest. */
  static String aTrace() {
    return column(
            "SELECT trace_id FROM traces WHERE workspace = {workspace:String}"
                + " ORDER BY span_count DESC, trace_id")
        .get(0);
  }
}
