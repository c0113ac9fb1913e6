// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.millrace.ingest.config.ConnectionsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are broken, greedy, slow or too many get an answer, and the others are served. */
class AbuseTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final byte[] ONE_SPAN = Requests.traces(Requests.span(1, 1, 0)).toByteArray();
  private static final int MAX_CONNECTIONS = 700;

  private final RunningServer server =
      new RunningServer(
          new ConnectionsConfig(
              MAX_CONNECTIONS,
              Duration.ofSeconds(60),
              Duration.ofSeconds(60),
              Duration.ofMinutes(10)));
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = OtlpClient.Way.class,
      names = {"PROTOBUF_GZIP", "PROTOBUF_ZSTD", "JSON_GZIP", "GRPC_GZIP", "GRPC_ZSTD"})
  void bomb_isTooLargeAndTakesLittle(OtlpClient.Way way) throws Exception {
    var large = Requests.traces(Requests.span(1, 1, 64 << 20));

    OtlpClient.Answer answer = new OtlpClient(server.port).export(way, large);

    assertThat(answer.status()).isEqualTo(way.isGrpc() ? "RESOURCE_EXHAUSTED" : "413");
    assertThat(answer.retryable()).isFalse();
    assertServes();
  }

  @Test
  void packedBody_thatIsCutShort_isRefused() throws Exception {
    for (String encoding : List.of("gzip", "zstd")) {
      byte[] packed = OtlpClient.encode(encoding, ONE_SPAN);
      byte[] half = Arrays.copyOf(packed, packed.length / 2);

      assertThat(post(half, encoding).statusCode()).isEqualTo(400);
    }
    assertServes();
  }

  @Test
  void hundredMegabytes_areRefusedWhileTheyCome() throws Exception {
    byte[] chunk = new byte[1 << 20];
    HttpRequest endless =
        request().POST(BodyPublishers.ofInputStream(() -> new RepeatedChunk(chunk, 100))).build();

    CompletableFuture<Integer> status =
        client
            .sendAsync(endless, BodyHandlers.discarding())
            .thenApply(HttpResponse::statusCode)
            // the answer may come before the body's end, and the connection then be closed
            .exceptionally(closedWhileSending -> 413);

    assertThat(status.get()).isEqualTo(413);
    await().until(() -> answers("too_large") == 1);
    assertServes();
  }

  /** Memory would be gone long before the body limit: two bytes of text are an object in memory. */
  @Test
  void emptyObjectsByTheMillion_areBoundedByWhatTheyUnfoldTo() throws Exception {
    byte[] emptySpans = new byte[RunningServer.LIMITS.maxBodyBytes() - 20];
    for (int i = 0; i < emptySpans.length; i++) {
      emptySpans[i] = (byte) (i % 2 == 0 ? 0x12 : 0);
    }

    assertThat(post(nested(emptySpans), null).statusCode()).isEqualTo(413);
    assertThat(server.publisher.records).isEmpty();
    assertServes();
  }

  @Test
  void tenThousandTinyRequests_areAllAnswered() throws Exception {
    Semaphore open = new Semaphore(200);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      open.acquire();
      answers.add(
          client
              .sendAsync(
                  request().POST(BodyPublishers.ofByteArray(ONE_SPAN)).build(),
                  BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode)
              .whenComplete((status, failure) -> open.release()));
    }

    Map<Integer, Long> statuses =
        answers.stream()
            .map(CompletableFuture::join)
            .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));

    assertThat(statuses).isEqualTo(Map.of(200, 10_000L));
    assertServes();
  }

  @Test
  void fiveHundredIdleConnections_leaveRoomForOthers() throws Exception {
    for (int i = 0; i < 500; i++) {
      connect();
    }

    assertServes();
    assertThat(server.connections()).isGreaterThanOrEqualTo(500);
  }

  @Test
  void connections_beyondTheirLimit_areClosedAndCounted() throws Exception {
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      connect();
    }
    await().until(() -> server.connections() == MAX_CONNECTIONS);

    assertThat(read(connect())).isEqualTo(-1);
  }

  @Test
  void garbage_isAnsweredOrCut() throws Exception {
    for (String garbage :
        List.of(
            "\0\1\2\3", "GET\r\n\r\n", "POST / HTTP/9.9\r\n\r\n", "x".repeat(100_000) + "\r\n")) {
      Socket socket = connect();
      socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();

      assertThat(answer(socket)).matches("(?s)(HTTP/1.1 (4\\d\\d|505) .*)?");
    }
    assertServes();
  }

  /** A stream of the same chunk again and again. */
  private static final class RepeatedChunk extends InputStream {
    private final byte[] chunk;
    private long left;

    RepeatedChunk(byte[] chunk, int times) {
      this.chunk = chunk;
      this.left = (long) chunk.length * times;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = new ByteArrayInputStream(chunk).read(target, offset, length);
      left -= read;
      return read;
    }
  }

  /** Another client is served, and all memory is given back. */
  private void assertServes() throws Exception {
    assertThat(post(ONE_SPAN, null).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(server.admission.inFlightBytes()).isZero());
    assertThat(answers("internal")).isZero();
  }

  private HttpResponse<byte[]> post(byte[] body, String encoding) throws Exception {
    HttpRequest.Builder request = request().POST(BodyPublishers.ofByteArray(body));
    if (encoding != null) {
      request.header("content-encoding", encoding);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + "/v1/traces"))
        .version(HttpClient.Version.HTTP_1_1)
        .header("content-type", PROTOBUF);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port);
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    return socket;
  }

  private static int read(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException reset) {
      return -1;
    }
  }

  private static String answer(Socket socket) {
    StringBuilder answer = new StringBuilder();
    try {
      byte[] some = new byte[4096];
      int read = socket.getInputStream().read(some);
      answer.append(new String(some, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
    } catch (IOException reset) {
      return answer.toString();
    }
    return answer.toString();
  }

  private long answers(String outcome) {
    return server.metrics.find("millrace.bridge.requests").tag("outcome", outcome).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  /** As the items of one scope of one resource. */
  private static byte[] nested(byte[] items) throws IOException {
    byte[] bytes = items;
    for (int field : new int[] {2, 1}) {
      var out = new java.io.ByteArrayOutputStream();
      var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
      coded.writeByteArray(field, bytes);
      coded.flush();
      bytes = out.toByteArray();
    }
    return bytes;
  }
}
