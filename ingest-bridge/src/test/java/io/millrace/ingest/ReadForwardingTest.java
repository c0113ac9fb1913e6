// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.ingest.config.ReadsConfig;
import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.read.Acknowledged;
import io.millrace.ingest.read.ReadForwarding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Reads come to the query API as they were sent, with how far it must read, and so many at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadForwardingTest {
  private static final String SEARCH = "/api/3.0/mlflow/traces/search";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BlockingQueue<AggregatedHttpRequest> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<HttpResponse> held = new CompletableFuture<>();
  private final Acknowledged acknowledged = new Acknowledged();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Server> servers = new ArrayList<>();
  private volatile boolean hold;
  private Server queryApi;
  private Server bridge;

  @BeforeAll
  void start() {
    queryApi =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .serviceUnder(
                "/",
                (context, request) ->
                    HttpResponse.of(
                        request
                            .aggregate()
                            .thenCompose(
                                whole -> {
                                  arrived.add(whole);
                                  return hold
                                      ? held
                                      : CompletableFuture.completedFuture(
                                          HttpResponse.of(
                                              HttpStatus.NOT_FOUND,
                                              MediaType.JSON_UTF_8,
                                              "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}"));
                                })))
            .build();
    servers.add(queryApi);
    queryApi.start().join();
    bridge = bridge(queryApi.activeLocalPort(), 32);
  }

  @AfterAll
  void stop() {
    CompletableFuture.allOf(servers.stream().map(Server::stop).toArray(CompletableFuture[]::new))
        .join();
  }

  @Test
  void read_arrivesAsSentAndItsAnswerComesBack() throws Exception {
    java.net.http.HttpResponse<String> answer =
        send(
            request("/ajax-api/3.0/mlflow/traces/search?a=b")
                .header("content-type", "application/json")
                .header("x-mlflow-workspace", "team")
                .header("authorization", "Bearer token")
                .header("origin", "http://elsewhere")
                .POST(BodyPublishers.ofString("{\"filter\":\"\"}")));

    AggregatedHttpRequest seen = arrived.take();
    assertThat(seen.method().name() + " " + seen.path())
        .isEqualTo("POST /ajax-api/3.0/mlflow/traces/search?a=b");
    assertThat(seen.contentUtf8()).isEqualTo("{\"filter\":\"\"}");
    assertThat(seen.headers().get("x-mlflow-workspace")).isEqualTo("team");
    assertThat(seen.headers().get("authorization")).isEqualTo("Bearer token");
    assertThat(seen.headers().contains("origin")).isFalse();
    assertThat(seen.headers().contains("x-millrace-read-after")).isFalse();
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
  }

  @Test
  void read_saysHowFarTheWorkspaceWasAcknowledged() throws Exception {
    publish("written", "spans", 7);
    publish("written", "spans", 6);
    publish("written", "annotations", 0);
    publish("other", "spans", 99);

    send(
        request("/api/3.0/mlflow/traces/get?trace_id=tr-1")
            .header("x-mlflow-workspace", "written")
            .GET());

    assertThat(arrived.take().headers().get("x-millrace-read-after"))
        .isEqualTo("annotations/3:1,spans/3:8");
  }

  @Test
  void record_thatIsNotAcknowledged_isNotWaitedFor() throws Exception {
    RecordPublisher refusing = acknowledged.over(record -> new CompletableFuture<>());
    assertThat(refusing.publish(record("default", "spans"))).isNotDone();

    send(request("/api/3.0/mlflow/traces/get?trace_id=tr-1").GET());

    assertThat(arrived.take().headers().contains("x-millrace-read-after")).isFalse();
  }

  @Test
  void read_beyondTheLimit_isToldToTryAgain() throws Exception {
    Server narrow = bridge(queryApi.activeLocalPort(), 1);
    try {
      hold = true;
      CompletableFuture<java.net.http.HttpResponse<String>> first =
          client.sendAsync(
              request(narrow, SEARCH).POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());
      arrived.take();

      java.net.http.HttpResponse<String> second =
          send(request(narrow, SEARCH).POST(BodyPublishers.ofString("{}")));

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("TEMPORARILY_UNAVAILABLE", "bridge.reads.max-concurrent");
      assertThat(metrics.get("millrace.bridge.reads").tag("outcome", "too_many").timer().count())
          .isEqualTo(1);
      held.complete(HttpResponse.of(HttpStatus.OK));
      assertThat(first.get().statusCode()).isEqualTo(200);
    } finally {
      hold = false;
      held.complete(HttpResponse.of(HttpStatus.OK));
    }
  }

  @Test
  void read_withoutQueryApi_isUnavailable() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Server alone = bridge(nobody, 32);

    java.net.http.HttpResponse<String> answer =
        send(request(alone, "/api/3.0/mlflow/traces/get?trace_id=tr-1").GET());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("TEMPORARILY_UNAVAILABLE", "bridge.reads.query-api-url");
  }

  @Test
  void question_isAskedAsTheSenderOfTheRequest() throws Exception {
    publish("asking", "spans", 7);
    RequestHeaders sender =
        RequestHeaders.builder(HttpMethod.PATCH, "/api/2.0/elsewhere")
            .add("x-mlflow-workspace", "asking")
            .add("authorization", "Bearer token")
            .build();

    assertThat(
            reads(queryApi.activeLocalPort(), 1)
                .ask(sender, HttpMethod.POST, SEARCH, "{\"filter\":\"\"}")
                .get())
        .isEmpty();

    AggregatedHttpRequest seen = arrived.take();
    assertThat(seen.method().name() + " " + seen.path()).isEqualTo("POST " + SEARCH);
    assertThat(seen.contentUtf8()).isEqualTo("{\"filter\":\"\"}");
    assertThat(seen.headers().get("authorization")).isEqualTo("Bearer token");
    assertThat(seen.headers().get("x-millrace-read-after")).isEqualTo("spans/3:8");
  }

  @Test
  void read_ofAnIllegalWorkspace_isRefused() throws Exception {
    java.net.http.HttpResponse<String> answer =
        send(
            request("/api/3.0/mlflow/traces/get?trace_id=tr-1")
                .header("x-mlflow-workspace", "x".repeat(200))
                .GET());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("INVALID_PARAMETER_VALUE", "x-mlflow-workspace");
    assertThat(arrived).isEmpty();
  }

  private void publish(String workspace, String topic, long offset) {
    RecordPublisher publisher =
        acknowledged.over(record -> CompletableFuture.completedFuture(new LogPlace(3, offset)));
    assertThat(publisher.publish(record(workspace, topic))).isCompleted();
  }

  private static OutgoingRecord record(String workspace, String topic) {
    return new OutgoingRecord(topic, (workspace + "\0id").getBytes(UTF_8), new byte[0], 0, 1);
  }

  private Server bridge(int queryApiPort, int maxConcurrent) {
    var builder = Server.builder().http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    reads(queryApiPort, maxConcurrent).addTo(builder);
    Server started = builder.build();
    servers.add(started);
    started.start().join();
    return started;
  }

  private ReadForwarding reads(int queryApiPort, int maxConcurrent) {
    return new ReadForwarding(
        new ReadsConfig(URI.create("http://127.0.0.1:" + queryApiPort), maxConcurrent),
        Duration.ofSeconds(30),
        acknowledged,
        metrics);
  }

  private HttpRequest.Builder request(String path) {
    return request(bridge, path);
  }

  private static HttpRequest.Builder request(Server at, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(at.activeLocalPort(), path)));
  }

  private java.net.http.HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
