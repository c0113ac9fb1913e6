// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import io.millrace.query.sql.SqlLimits;
import io.millrace.query.system.MetricsPages;
import io.millrace.sql.query.NamedQuery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A session or a user is deleted as such, and then in each trace that the views show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartDeletesTest {
  private static final int MAX_TRACES = 40;

  private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
  private final FakeTables tables = new FakeTables();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile HttpStatus status;
  private Server bridge;
  private QueryApi api;

  @BeforeAll
  void start() {
    bridge =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .service(
                "prefix:/",
                (context, request) -> {
                  arrived.add(
                      request.method()
                          + " "
                          + request.path()
                          + " "
                          + request.headers().get("x-mlflow-workspace"));
                  return HttpResponse.of(
                      status,
                      MediaType.JSON,
                      "{\"log\":[{\"topic\":\"annotations.v1\",\"partition\":%d,\"offset\":%d}]}",
                      arrived.size() % 2,
                      arrived.size());
                })
            .build();
    bridge.start().join();
    api =
        QueryApi.start(
            new QueryApiConfig(
                "127.0.0.1",
                0,
                0,
                Set.of(),
                2,
                Duration.ZERO,
                2,
                Duration.ofSeconds(30),
                1 << 20,
                SqlLimits.DEFAULT,
                Duration.ofSeconds(1),
                Optional.of(URI.create("http://127.0.0.1:" + bridge.activeLocalPort())),
                MAX_TRACES,
                MetricsPages.NONE),
            tables);
  }

  @AfterAll
  void stop() {
    api.close();
    bridge.stop().join();
  }

  @BeforeEach
  void reset() {
    arrived.clear();
    status = HttpStatus.OK;
    progress(1_000_000);
  }

  @Test
  void session_isDeletedInEachOfItsTraces() throws Exception {
    traces(2);

    var answer = delete("sessions/a%20b%26c");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"traces\":2,\"complete\":true,\"log\":[{\"topic\":");
    assertThat(arrived)
        .containsExactlyInAnyOrder(
            "DELETE /api/v1/sessions/a%20b&c team",
            "DELETE /api/v1/traces/t0?session_id=a+b%26c team",
            "DELETE /api/v1/traces/t1?session_id=a+b%26c team");
    assertThat(tables.asked())
        .containsEntry("session_id", "a b&c")
        .containsEntry("user_id", "")
        .containsEntry("workspace", "team");
  }

  @Test
  void user_withASemicolonInItsName_isDeleted() throws Exception {
    traces(1);

    var answer = delete("users/%3B%60%C3%9D");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(arrived).contains("DELETE /api/v1/traces/t0?user_id=%3B%60%C3%9D team").hasSize(2);
    assertThat(tables.asked()).containsEntry("user_id", ";`\u00dd");
  }

  @Test
  void user_ofManyTraces_isDeletedInSoManyAtATimeAsTheSettingSays() throws Exception {
    traces(MAX_TRACES);

    var answer = delete("users/u");

    assertThat(answer.body()).startsWith("{\"traces\":40,\"complete\":false,");
    assertThat(arrived)
        .hasSize(MAX_TRACES + 1)
        .contains("DELETE /api/v1/traces/t39?user_id=u team");
    assertThat(tables.asked())
        .containsEntry("user_id", "u")
        .containsEntry("session_id", "")
        .containsEntry("limit", MAX_TRACES);
  }

  @Test
  void tracesAreAskedForAgain_onceTheViewsArePastTheWord() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    tables.answer(
        NamedQuery.PROGRESS,
        () -> {
          if (looks.incrementAndGet() == 3) {
            progress(1_000_000);
          }
          return List.of();
        });
    tables.answer(
        () -> List.of(Map.of("trace_id", arrived.isEmpty() ? "before" : "after" + looks.get())));

    assertThat(delete("users/u").body()).startsWith("{\"traces\":2,\"complete\":true,");
    assertThat(arrived)
        .containsExactlyInAnyOrder(
            "DELETE /api/v1/users/u team",
            "DELETE /api/v1/traces/before?user_id=u team",
            "DELETE /api/v1/traces/after3?user_id=u team");
  }

  @Test
  void refusalOfTheBridge_isPassedBack() throws Exception {
    traces(1);
    status = HttpStatus.SERVICE_UNAVAILABLE;

    assertThat(delete("users/u").statusCode()).isEqualTo(503);
  }

  @Test
  void idThatIsTooLong_isNamed() throws Exception {
    var answer = delete("sessions/" + "x".repeat(513));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"parameter\":\"session_id\"");
    assertThat(arrived).isEmpty();
  }

  /** How far the views show both partitions. */
  private void progress(long nextOffset) {
    tables.answer(
        NamedQuery.PROGRESS,
        () ->
            IntStream.range(0, 2)
                .mapToObj(
                    partition ->
                        Map.<String, Object>of(
                            "topic", "annotations.v1",
                            "partition", partition,
                            "next_offset", nextOffset))
                .toList());
  }

  private void traces(int count) {
    tables.answer(
        () ->
            IntStream.range(0, count)
                .mapToObj(n -> Map.<String, Object>of("trace_id", "t" + n))
                .toList());
  }

  private java.net.http.HttpResponse<String> delete(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1/" + path))
            .header("x-mlflow-workspace", "team")
            .DELETE()
            .build(),
        BodyHandlers.ofString());
  }
}
