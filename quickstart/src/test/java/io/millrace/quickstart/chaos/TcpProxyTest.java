// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int TIMEOUT_MILLIS = 10_000;

  private ServerSocket echo;
  private Thread server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server = new Thread(this::serve, "echo");
    server.setDaemon(true);
    server.start();
    proxy = TcpProxy.start(0, echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void proxy_passesOnUntilBothEndsHaveSaidAll() throws Exception {
    assertThat(echoOf("all of it")).isEqualTo("all of it");
  }

  @Test
  void proxy_thatIsSlow_passesOnAll() throws Exception {
    proxy.slow(Duration.ofMillis(10));

    assertThat(echoOf("x".repeat(100_000))).hasSize(100_000);
  }

  @Test
  void proxy_thatRefuses_isAsNobodyListeningAndBreaksWhatIsOpen() throws Exception {
    try (Socket open = connect()) {
      open.getOutputStream().write('a');
      assertThat(open.getInputStream().read()).isEqualTo('a');

      proxy.refuse();

      assertThatThrownBy(
              () -> {
                if (open.getInputStream().read() < 0) {
                  throw new IOException("the end");
                }
              })
          .isInstanceOf(IOException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    proxy.pass();

    assertThat(echoOf("again")).isEqualTo("again");
  }

  @Test
  void server_thatIsAway_isToldByABrokenConnection() throws Exception {
    echo.close();
    // The kernel goes on taking connections as long as a thread waits for one.
    server.join(TIMEOUT_MILLIS);
    assertThat(server.isAlive()).isFalse();

    try (Socket client = connect()) {
      assertThatThrownBy(
              () -> {
                client.getOutputStream().write('a');
                if (client.getInputStream().read() < 0) {
                  throw new IOException("the end");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private String echoOf(String text) throws IOException {
    try (Socket client = connect()) {
      Thread sending =
          new Thread(
              () -> {
                try {
                  client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      sending.start();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(TIMEOUT_MILLIS);
    return client;
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread answering = new Thread(() -> answer(client), "echo-answer");
        answering.setDaemon(true);
        answering.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void answer(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException broken) {
      // As the test has it.
    }
  }
}
