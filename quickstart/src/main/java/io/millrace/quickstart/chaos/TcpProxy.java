// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between clients and a server on loopback: passes bytes on, slowly if it is told to, or
 * refuses connections as a port does that nobody listens on.
 */
public final class TcpProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpProxy.class);
  private static final int CHUNK_BYTES = 16 << 10;
  private static final Duration ACCEPTOR_ENDS_WITHIN = Duration.ofSeconds(5);

  private final InetSocketAddress listen;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile long pauseMillis;
  private ServerSocket server;
  private Thread acceptor;

  private TcpProxy(InetSocketAddress listen, InetSocketAddress target) {
    this.listen = listen;
    this.target = target;
  }

  /**
   * Starts to pass on.
   *
   * @param port to listen on; 0 = any
   * @param targetPort of the server
   */
  public static TcpProxy start(int port, int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpProxy proxy =
        new TcpProxy(
            new InetSocketAddress(loopback, port == 0 ? freePort(loopback) : port),
            new InetSocketAddress(loopback, targetPort));
    proxy.pass();
    return proxy;
  }

  private static int freePort(InetAddress loopback) throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
      return probe.getLocalPort();
    }
  }

  /** Where clients connect to. */
  public int port() {
    return listen.getPort();
  }

  /** From now on passes on as fast as it comes. */
  public synchronized void pass() throws IOException {
    pauseMillis = 0;
    if (server == null) {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(listen);
      server = opened;
      acceptor = start("proxy-accept", () -> accept(opened));
    }
  }

  /** From now on pauses before each 16 KiB that it passes on, either way. */
  public void slow(Duration pause) {
    pauseMillis = pause.toMillis();
  }

  /** From now on refuses connections; those that are open break. */
  public synchronized void refuse() throws IOException {
    if (server != null) {
      server.close();
      awaitEnd(acceptor);
      server = null;
    }
    sockets.forEach(TcpProxy::reset);
  }

  /** The kernel goes on taking connections as long as a thread waits for one. */
  private static void awaitEnd(Thread acceptor) throws IOException {
    try {
      acceptor.join(ACCEPTOR_ENDS_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the proxy stopped taking connections");
    }
  }

  @Override
  public void close() throws IOException {
    refuse();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        connect(from.accept());
      } catch (IOException e) {
        log.debug("no connection through the proxy", e);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    Socket onward = new Socket();
    try {
      onward.connect(target);
    } catch (IOException e) {
      forget(client);
      throw e;
    }
    sockets.add(onward);
    start("proxy-up", () -> copy(client, onward));
    start("proxy-down", () -> copy(onward, client));
  }

  private void copy(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        out.write(chunk, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      log.debug("a connection through the proxy broke", e);
      forget(to);
      forget(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (from.isOutputShutdown()) {
        forget(from);
        forget(to);
      }
    }
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    reset(socket);
  }

  /** Both ends see at once that it is over, and nothing lingers. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      log.debug("a connection was closed already", e);
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
