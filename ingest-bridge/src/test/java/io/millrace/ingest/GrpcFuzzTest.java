// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.ingest.otlp.Mutations;
import io.millrace.ingest.otlp.RandomRequests;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hostile gRPC on the wire: each call is answered with a status of its own, and what it held is
 * given back. More calls by {@code -DargLine="-Dmillrace.fuzz.inputs=200000
 * -Dmillrace.fuzz.seed=7"}.
 */
class GrpcFuzzTest {
  private static final int INPUTS = Integer.getInteger("millrace.fuzz.inputs", 2_000);
  private static final long SEED = Long.getLong("millrace.fuzz.seed", 42);
  private static final int REQUESTS = 50;
  private static final int AT_ONCE = 50;
  private static final int FRAME_HEAD_BYTES = 5;
  private static final List<String> SERVICES =
      List.of(
          "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
          "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
          "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");

  /** grpc.io/docs/guides/status-codes: OK, INVALID_ARGUMENT. */
  private static final Set<String> OF_MESSAGES = Set.of("0", "3");

  /** And what gRPC says of frames: RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL. */
  private static final Set<String> OF_FRAMES = Set.of("0", "3", "8", "12", "13");

  private final RunningServer server = new RunningServer();
  private final WebClient client = WebClient.of("h2c://127.0.0.1:" + server.port);
  private final Mutations mutations = new Mutations(SEED);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void mutatedMessages_areTakenOrInvalid() {
    Set<String> statuses = fuzz(message -> frame(mutations.of(message)), OF_MESSAGES);

    assertThat(statuses).isEqualTo(OF_MESSAGES);
  }

  @Test
  void mutatedFrames_areAnsweredToo() {
    Set<String> statuses = fuzz(message -> mutations.of(frame(message)), OF_FRAMES);

    assertThat(statuses).contains("0", "3");
  }

  private interface Wire {
    byte[] of(byte[] message);
  }

  private Set<String> fuzz(Wire wire, Set<String> allowed) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      RandomRequests requests = new RandomRequests(i);
      messages.add(requests.traces().toByteArray());
      messages.add(requests.logs().toByteArray());
      messages.add(requests.metrics().toByteArray());
    }
    Set<String> statuses = new TreeSet<>();
    for (int sent = 0; sent < INPUTS; sent += AT_ONCE) {
      List<CompletableFuture<AggregatedHttpResponse>> answers = new ArrayList<>();
      for (int i = sent; i < sent + AT_ONCE; i++) {
        answers.add(call(i, wire.of(messages.get(i % messages.size()))));
      }
      for (CompletableFuture<AggregatedHttpResponse> answer : answers) {
        String status = status(answer.join());
        assertThat(allowed)
            .as("seed %d, input %d or soon after: %s", SEED, sent, answer.join())
            .contains(status);
        statuses.add(status);
      }
      server.publisher.records.clear();
    }
    await().untilAsserted(() -> assertThat(server.admission.inFlightBytes()).isZero());
    return statuses;
  }

  private CompletableFuture<AggregatedHttpResponse> call(int number, byte[] body) {
    RequestHeaders head =
        RequestHeaders.of(
            HttpMethod.POST,
            SERVICES.get(number % SERVICES.size()),
            HttpHeaderNames.CONTENT_TYPE,
            "application/grpc",
            HttpHeaderNames.TE,
            "trailers");
    return client.execute(head, HttpData.wrap(body)).aggregate();
  }

  /** An answer without a message has it among the headers. */
  private static String status(AggregatedHttpResponse answer) {
    assertThat(answer.status().code()).isEqualTo(200);
    return answer.headers().get("grpc-status", answer.trailers().get("grpc-status", "none"));
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(FRAME_HEAD_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
