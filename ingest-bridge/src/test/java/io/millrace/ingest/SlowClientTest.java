// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.millrace.ingest.config.ConnectionsConfig;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that takes its time holds what it has sent, and not for ever. */
class SlowClientTest {
  private static final ConnectionsConfig SHORT =
      new ConnectionsConfig(
          10, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(3));

  private final RunningServer server = new RunningServer(SHORT);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void body_isCountedWhileItComesAndAnswered503InTime() throws Exception {
    new OtlpClient(server.port) // the first request loads classes
        .export(OtlpClient.Way.JSON, ExportTraceServiceRequest.getDefaultInstance());
    try (Socket slow = connect()) {
      slow.getOutputStream().write(bytes("POST /v1/traces HTTP/1.1\r\nhost: x\r\n"));
      slow.getOutputStream().write(bytes("content-type: application/json\r\n"));
      slow.getOutputStream().write(bytes("content-length: 1000000\r\n\r\n"));
      slow.getOutputStream().write(new byte[100_000]);
      await().until(() -> server.admission.inFlightBytes() > 100_000);

      byte[] answer = new byte[4096];
      int read = slow.getInputStream().read(answer);

      assertThat(new String(answer, 0, read, StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 503")
          .contains("retry-after: 2");
    }
    await().until(() -> server.admission.inFlightBytes() == 0);
    await().until(() -> answers("timed_out") == 1);
  }

  @Test
  void headers_thatNeverEnd_endWithTheConnection() throws Exception {
    try (Socket loris = connect()) {
      loris.getOutputStream().write(bytes("POST /v1/traces HTTP/1.1\r\nx: "));

      await().until(() -> isClosedAfter(loris, "a"));
    }
    await().until(() -> server.connections() == 0);
  }

  @Test
  void connection_thatIsIdle_isClosed() throws Exception {
    try (Socket idle = connect()) {
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static boolean isClosedAfter(Socket socket, String sent) {
    try {
      socket.getOutputStream().write(bytes(sent));
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private long answers(String outcome) {
    return server.metrics.find("millrace.bridge.requests").tag("outcome", outcome).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
