// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import io.millrace.query.sql.SqlLimits;
import io.millrace.query.system.MetricsPages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Writes come to the bridge as they were sent, and its answers come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteForwardingTest {
  private static final String TAGS = "/api/v1/traces/0af7651916cd43dd8448eb211c80319c/tags";

  private final BlockingQueue<AggregatedHttpRequest> arrived = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Server bridge;
  private QueryApi api;

  @BeforeAll
  void start() {
    bridge =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .service(
                "prefix:/",
                (context, request) ->
                    HttpResponse.of(
                        request
                            .aggregate()
                            .thenApply(
                                whole -> {
                                  arrived.add(whole);
                                  return HttpResponse.of(
                                      HttpStatus.CREATED, MediaType.JSON, "{\"log\":[]}");
                                })))
            .build();
    bridge.start().join();
    api = start(bridge.activeLocalPort());
  }

  @AfterAll
  void stop() {
    api.close();
    bridge.stop().join();
  }

  @Test
  void write_reachesTheBridgeAsItWasSent() throws Exception {
    var answer = send(api, "http://127.0.0.1:" + api.port());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"log\":[]}");
    AggregatedHttpRequest write = arrived.take();
    assertThat(write.method().name()).isEqualTo("PATCH");
    assertThat(write.path()).isEqualTo(TAGS + "?a=b%2Fc");
    assertThat(write.contentUtf8()).isEqualTo("{\"k\":\"v\"}");
    assertThat(write.headers().get("x-mlflow-workspace")).isEqualTo("team");
    assertThat(write.headers().contentType()).isEqualTo(MediaType.JSON);
    assertThat(write.headers().contains("origin")).isFalse();
  }

  @Test
  void semicolonInAName_reachesTheBridge() throws Exception {
    var answer =
        client.send(
            java.net.http.HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + api.port() + "/api/v1/prices/a%3Bb"))
                .DELETE()
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(arrived.take().path()).isEqualTo("/api/v1/prices/a;b");
  }

  @Test
  void pageOfAnotherSite_mayNotWrite() throws Exception {
    assertThat(send(api, "http://elsewhere.example").statusCode()).isEqualTo(403);
    assertThat(arrived).isEmpty();
  }

  @Test
  void bridgeAway_isToldAsAProblem() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (QueryApi alone = start(nobody)) {
      var answer = send(alone, "http://127.0.0.1:" + alone.port());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("query-api.bridge-url");
    }
  }

  private static QueryApi start(int bridgePort) {
    return QueryApi.start(
        new QueryApiConfig(
            "127.0.0.1",
            0,
            0,
            Set.of(),
            2,
            Duration.ZERO,
            2,
            Duration.ofSeconds(5),
            1 << 20,
            SqlLimits.DEFAULT,
            Duration.ofSeconds(1),
            Optional.of(URI.create("http://127.0.0.1:" + bridgePort)),
            1_000,
            MetricsPages.NONE),
        new FakeTables());
  }

  private java.net.http.HttpResponse<String> send(QueryApi to, String origin)
      throws IOException, InterruptedException {
    return client.send(
        java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + to.port() + TAGS + "?a=b%2Fc"))
            .header("origin", origin)
            .header("content-type", "application/json")
            .header("x-mlflow-workspace", "team")
            .method("PATCH", BodyPublishers.ofString("{\"k\":\"v\"}"))
            .build(),
        BodyHandlers.ofString());
  }
}
