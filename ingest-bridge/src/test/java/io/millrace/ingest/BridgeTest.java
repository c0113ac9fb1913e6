// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BridgeTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void bridge_withoutABroker_startsAndSaysSo() throws Exception {
    try (Bridge bridge = Bridge.start(config(0))) {
      HttpResponse<String> answer =
          client.send(
              request(bridge.httpPort(), "/v1/traces")
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.ofString());
      HttpResponse<String> readiness = readiness(bridge);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(bridge.awaitReady(Duration.ZERO)).isFalse();
      assertThat(bridge.grpcPort()).isNotEqualTo(bridge.httpPort());
    }
  }

  @Test
  void broker_whoseNameCannotBeResolved_isWaitedFor() throws Exception {
    KafkaConfig nowhere = new KafkaConfig("no-such-host.invalid:9092", URI.create("http://x:1"));

    try (Bridge bridge = Bridge.start(config(0, nowhere))) {
      await().until(() -> readiness(bridge).body().contains("No resolvable bootstrap urls"));

      assertThat(readiness(bridge).statusCode()).isEqualTo(503);
      assertThat(readiness(bridge).body()).contains("kafka.bootstrap-servers");
    }
  }

  @Test
  void port_thatIsTaken_isNamedByItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BridgeConfig config = config(taken.getLocalPort());

      assertThatThrownBy(() -> Bridge.start(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("bridge.http-port");
    }
  }

  private HttpResponse<String> readiness(Bridge bridge) throws Exception {
    return client.send(request(bridge.metricsPort(), "/readyz").build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  /** Of a bridge whose broker and registry are on a port that nobody listens on. */
  private static BridgeConfig config(int httpPort) throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    return config(
        httpPort, new KafkaConfig("127.0.0.1:" + nobody, URI.create("http://127.0.0.1:" + nobody)));
  }

  private static BridgeConfig config(int httpPort, KafkaConfig kafka) {
    return new BridgeConfig(
        new ListenConfig("127.0.0.1", httpPort, 0, 0),
        kafka,
        TopicsConfig.DEFAULTS,
        LimitsConfig.DEFAULTS,
        ConnectionsConfig.DEFAULTS,
        RetentionConfig.DEFAULTS);
  }
}
