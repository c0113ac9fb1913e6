// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a dashboard, here those of the test's resources. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
  private QueryApi api;

  @BeforeAll
  void start() {
    api =
        QueryApi.start(
            new QueryApiConfig(
                "127.0.0.1", 0, 0, Set.of(), 2, Duration.ZERO, 4, Duration.ofSeconds(5)),
            new FakeTables());
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/traces", "/traces/0123?span=a.b", "/index.html", "/sessions/a%2Fb"})
  void everyAddressOfThePage_isThePage(String path) {
    AggregatedHttpResponse answer = get(path);

    assertThat(answer.contentUtf8()).contains("<title>Millrace</title>");
    assertThat(answer.headers().get("content-type")).startsWith("text/html");
    assertThat(answer.headers().get("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers().get("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void assets_areKeptByTheBrowserAndCompressed() {
    AggregatedHttpResponse plain = get("/assets/page-1a2b.js");
    AggregatedHttpResponse compressed =
        WebClient.of("http://127.0.0.1:" + api.port())
            .execute(
                RequestHeaders.of(
                    HttpMethod.GET, "/assets/page-1a2b.js", "accept-encoding", "gzip"))
            .aggregate()
            .join();

    assertThat(plain.contentUtf8()).startsWith("export");
    assertThat(plain.headers().get("content-type")).contains("javascript");
    assertThat(plain.headers().getAll("cache-control"))
        .containsExactly("public, max-age=31536000, immutable");
    assertThat(compressed.headers().get("content-encoding")).isEqualTo("gzip");
    assertThat(compressed.headers().get("content-type")).contains("javascript");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/none.js",
        "/assets/%2e%2e/%2e%2e/io/millrace/query/openapi.yaml",
        "/assets/",
        "/api/v1/none",
        "/api/"
      })
  void nothingElse_isServed(String path) {
    assertThat(get(path).contentUtf8()).doesNotContain("Query API", "openapi: 3");
    assertThat(get(path).status().code()).isIn(400, 404);
  }

  private AggregatedHttpResponse get(String path) {
    return WebClient.of("http://127.0.0.1:" + api.port()).get(path).aggregate().join();
  }
}
