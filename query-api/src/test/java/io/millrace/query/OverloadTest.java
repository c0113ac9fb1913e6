// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What cannot be answered now, and what nobody waits for any more. */
class OverloadTest extends ServedApi {
  @Test
  void clickHouseAwayOrOverItsLimits_is503WithRetryAfter() throws Exception {
    tables.answer(
        () -> {
          throw new UnavailableException("connection refused", null);
        });
    AggregatedHttpResponse away = get("/api/v1/usage");
    tables.answer(
        () -> {
          throw new RefusedException(159, "TIMEOUT_EXCEEDED", null);
        });
    AggregatedHttpResponse tooMuch = get("/api/v1/usage");

    assertThat(List.of(away, tooMuch))
        .allSatisfy(
            answer -> {
              assertThat(answer.status().code()).isEqualTo(503);
              assertThat(answer.headers().get("retry-after")).isEqualTo("1");
            });
    assertThat(json(away).path("detail").textValue()).contains("clickhouse.url");
    assertThat(json(tooMuch).path("detail").textValue()).contains("query-api.query-timeout");
  }

  @Test
  void moreQueriesThanMayRunOrWait_are503() throws Exception {
    QueryApiConfig impatient =
        new QueryApiConfig("127.0.0.1", 0, 0, Set.of(), 1, Duration.ZERO, 4, Duration.ofSeconds(5));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    answerWhen(running, release);
    try (QueryApi other = QueryApi.start(impatient, tables)) {
      WebClient client = WebClient.of("http://127.0.0.1:" + other.port());
      var first = client.get("/api/v1/sessions").aggregate();
      running.await();

      AggregatedHttpResponse second = client.get("/api/v1/sessions").aggregate().join();
      release.countDown();

      assertThat(second.status().code()).isEqualTo(503);
      assertThat(second.contentUtf8())
          .contains("query-api.max-concurrent-queries", "query-api.max-query-wait");
      assertThat(first.join().status().code()).isEqualTo(200);
    }
  }

  private void answerWhen(CountDownLatch running, CountDownLatch release) {
    tables.answer(
        () -> {
          running.countDown();
          awaitQuietly(release);
          return List.of();
        });
  }

  @Test
  void callerWhoLeaves_endsHisQuery() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    tables.answer(
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return List.of();
        });
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      caller
          .getOutputStream()
          .write("GET /api/v1/errors HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      running.await();
    }

    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
