// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes requests on to a bridge, but acknowledges one of them and drops it. */
final class LossyBridge implements AutoCloseable {
  private static final int LOST = 3;
  private static final String WORKSPACE = "x-mlflow-workspace";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private final URI bridge;
  private final HttpServer server;

  LossyBridge(URI bridge) throws IOException {
    this.bridge = bridge;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = requests.incrementAndGet() == LOST ? 200 : passOn(exchange, body);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int passOn(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(bridge.resolve("/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .header(WORKSPACE, exchange.getRequestHeaders().getFirst(WORKSPACE))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
