// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.supervise.StartException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The operator's port of the whole, on loopback: {@code /healthz} (the supervisor lives), {@code
 * /readyz} (every service of every process answers as it should; else 503 and who does not), {@code
 * /metrics} (see {@link ProcessMetrics}).
 */
final class SupervisorEndpoint implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "supervisor-endpoint");
            thread.setDaemon(true);
            return thread;
          });
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ServiceHealth health = new ServiceHealth();
  private final Supplier<RunState> state;

  private SupervisorEndpoint(HttpServer server, Supplier<RunState> state) {
    this.server = server;
    this.state = state;
    new ProcessMetrics(state).bindTo(registry);
    server.setExecutor(threads);
    server.createContext("/healthz", exchange -> answer(exchange, OK, "ok\n"));
    server.createContext("/readyz", this::readiness);
    server.createContext("/metrics", exchange -> answer(exchange, OK, registry.scrape()));
  }

  /**
   * Starts to answer.
   *
   * @param state asked at each request
   * @throws StartException if the port is taken
   */
  static SupervisorEndpoint start(int port, Supplier<RunState> state) throws StartException {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      SupervisorEndpoint endpoint = new SupervisorEndpoint(server, state);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new StartException(
          "port %d (supervisor.metrics-port) cannot be opened: %s".formatted(port, e), e);
    }
  }

  private void readiness(HttpExchange exchange) throws IOException {
    try {
      List<String> obstacles = health.obstacles(state.get());
      answer(
          exchange,
          obstacles.isEmpty() ? OK : UNAVAILABLE,
          obstacles.isEmpty() ? "ready\n" : String.join("\n", obstacles) + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer(exchange, UNAVAILABLE, "stopping\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    registry.close();
  }
}
