// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Optional<String> obstacle = Optional.empty();
  private final Server server =
      AdminServer.create(
          Server.builder().http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          metrics,
          () -> obstacle);

  @BeforeEach
  void start() {
    server.start().join();
  }

  @AfterEach
  void stop() {
    // Netty takes two quiet seconds to stop: nobody waits for them.
    CompletableFuture<Void> unused = server.stop();
  }

  @Test
  void readyz_saysWhatIsMissing() throws Exception {
    obstacle = Optional.of("Kafka (kafka.bootstrap-servers) does not answer");

    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"ready\":false").contains("kafka.bootstrap-servers");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_saysThatCredentialsAreNotChecked() throws Exception {
    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"ready\":true").contains("credentials are not checked");
  }

  @Test
  void metrics_nameTheEquationsTermsFromTheStart() throws Exception {
    new BridgeMetrics(metrics, new Admission(1, 1));

    assertThat(get("/metrics").body())
        .contains("millrace_bridge_items_received_total{signal=\"traces\"} 0.0")
        .contains("millrace_bridge_items_published_total{signal=\"logs\"} 0.0")
        .contains(
            "millrace_bridge_items_rejected_total{reason=\"too_large\",signal=\"metrics\"} 0.0")
        .contains("millrace_bridge_in_flight_bytes 0.0");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
