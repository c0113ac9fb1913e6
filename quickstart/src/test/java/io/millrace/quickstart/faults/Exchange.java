// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request on its way through a {@link FaultProxy}, and its answer: a {@link Fault} says which
 * steps it goes. A step that fails ends the client's connection, as a fault of the network would.
 */
final class Exchange {
  private static final Pattern INSERT = Pattern.compile("INSERT INTO (?:\\w+\\.)?(\\w+)");
  private static final int TRICKLE_PIECES = 8;

  private final HttpMessage request;
  private final Supplier<URI> upstream;
  private final Socket client;
  private HttpMessage answer;

  Exchange(HttpMessage request, Supplier<URI> upstream, Socket client) {
    this.request = request;
    this.upstream = upstream;
    this.client = client;
  }

  /** The physical table into which it inserts. */
  Optional<String> insertedTable() {
    Matcher insert = INSERT.matcher(URLDecoder.decode(request.firstLine(), UTF_8));
    return insert.find() ? Optional.of(insert.group(1)) : Optional.empty();
  }

  /** Whether ClickHouse has taken it. */
  boolean taken() {
    return answer != null && answer.firstLine().contains(" 200 ");
  }

  /** Hands the request to ClickHouse and takes its whole answer. */
  void forward() throws IOException, InterruptedException {
    trickle(Duration.ZERO);
  }

  /** The same in pieces, with a pause after each. */
  void trickle(Duration pause) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      byte[] bytes = request.bytes();
      int piece = pause.isZero() ? bytes.length : bytes.length / TRICKLE_PIECES + 1;
      for (int from = 0; from < bytes.length; from += piece) {
        byte[] next = Arrays.copyOfRange(bytes, from, Math.min(from + piece, bytes.length));
        socket.getOutputStream().write(next);
        sleep(pause);
      }
      answer =
          HttpMessage.read(new BufferedInputStream(socket.getInputStream()))
              .orElseThrow(() -> new IOException("ClickHouse closed without an answer"));
    }
  }

  /** Hands half of the request to ClickHouse and then breaks off. */
  void forwardHalf(Step between) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      byte[] bytes = request.bytes();
      OutputStream out = socket.getOutputStream();
      out.write(bytes, 0, bytes.length - request.body().length / 2 - 1);
      out.flush();
      between.take();
    }
  }

  /** Gives ClickHouse's answer to the client. */
  void answer() throws IOException {
    client.getOutputStream().write(answer.bytes());
  }

  /** Breaks off the client's connection. */
  void cut() throws IOException {
    client.close();
  }

  /** What happens in the middle of something. */
  interface Step {
    void take() throws IOException, InterruptedException;
  }

  private Socket connect() throws IOException {
    URI clickHouse = upstream.get();
    return new Socket(clickHouse.getHost(), clickHouse.getPort());
  }

  /** The slowness is the fault itself: nothing waits for it to be over. */
  static void sleep(Duration pause) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
  }
}
