// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a ClickHouse and gives each request the fault that is chosen for it. One thread a
 * connection; each request goes to ClickHouse over a connection of its own, so that ClickHouse may
 * be another one from one request to the next.
 */
final class FaultProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FaultProxy.class);

  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile URI upstream;
  private volatile Function<Exchange, Fault> faults = exchange -> Fault.NONE;
  private ServerSocket listener;

  private FaultProxy(URI upstream) throws IOException {
    this.upstream = upstream;
    this.port = listen(0);
  }

  /** Starts one on a free port. */
  static FaultProxy start(URI upstream) throws IOException {
    return new FaultProxy(upstream);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where requests go from now on. */
  void forwardTo(URI clickHouse) {
    upstream = clickHouse;
  }

  /** How the fault of each request is chosen from now on. */
  void choose(Function<Exchange, Fault> chosen) {
    faults = chosen;
  }

  /** Ends every connection and refuses further ones. */
  synchronized void refuse() throws IOException {
    listener.close();
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Takes connections again, on the same port. */
  synchronized void takeAgain() throws IOException {
    listen(port);
  }

  @Override
  public void close() {
    try {
      refuse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    listener = socket;
    thread("accept", () -> accept(socket));
    return socket.getLocalPort();
  }

  private static void thread(String name, Runnable runnable) {
    Thread thread = new Thread(runnable, "fault-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        clients.add(client);
        thread("serve", () -> serve(client));
      }
    } catch (IOException e) {
      log.debug("no more connections", e);
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<HttpMessage> request = HttpMessage.read(in);
      while (request.isPresent() && !client.isClosed()) {
        Exchange exchange = new Exchange(request.get(), () -> upstream, client);
        faults.apply(exchange).strike(exchange);
        request = client.isClosed() ? Optional.empty() : HttpMessage.read(in);
      }
    } catch (IOException e) {
      log.debug("a connection broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }
}
