// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks a service whether it is well: by a path it answers with 200, else by a connection. */
final class ServiceHealth {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private static final Map<String, String> PATH_BY_SERVICE =
      Map.of(
          "clickhouse", "/ping",
          "schema-registry", "/subjects",
          "bridge-metrics", "/readyz",
          "flink", "/overview",
          "flink-metrics", "/metrics");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WITHIN).build();

  /** Whether the service answers as it should. */
  boolean isWell(String service, String address) throws InterruptedException {
    String path = PATH_BY_SERVICE.get(service);
    try {
      return path == null ? connects(address) : answers(URI.create(address + path));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answers(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(WITHIN).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private static boolean connects(String address) throws IOException {
    URI url = URI.create(address.contains("://") ? address : "tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) WITHIN.toMillis());
      return true;
    }
  }
}
