// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as nobody should send them. */
class StrangersTest extends ServedApi {
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
            "assessment",
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
}
