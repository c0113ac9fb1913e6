// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.millrace.ingest.Bridge;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.quickstart.registry.SchemaRegistryServer;
import io.millrace.schemas.Topics;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard against a real broker: what it asks is what brokers tell. */
class RawRetentionIT {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final RetentionConfig OFTEN = new RetentionConfig(50, 1, Duration.ofMillis(100));

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final MovingClock clock = new MovingClock();
  private BrokerConfig brokerConfig;
  private BrokerProcess broker;
  private SchemaRegistryServer registry;

  /** Tells what it is told. */
  private static final class MovingClock extends Clock {
    volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void start() throws Exception {
    brokerConfig = new BrokerConfig(freePort(), freePort(), folder.resolve("kafka"));
    broker = BrokerProcess.start(brokerConfig);
    registry =
        SchemaRegistryServer.start("127.0.0.1", 0, brokerConfig.bootstrapServers(), Map.of());
  }

  @AfterEach
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void unreadInput_isNotLeftToExpire() throws Exception {
    Instant now = Instant.now();
    try (Bridge bridge = bridge(OFTEN)) {
      clock.now = now.minus(Duration.ofDays(14));
      assertThat(export(bridge).statusCode()).isEqualTo(200);
      clock.now = now;
      HttpResponse<String> inTime = ready(bridge);
      assertThat(inTime.statusCode()).as(inTime.body()).isEqualTo(200);

      clock.now = now.plus(Duration.ofDays(2));
      await().until(() -> ready(bridge).body().contains("the job is behind: 1 records"));

      assertThat(ready(bridge).statusCode()).isEqualTo(503);
      HttpResponse<String> refused = export(bridge);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics(bridge))
                      .contains("millrace_bridge_refusing{reason=\"lag\"} 1.0"));

      clock.now = now;
      commitAll();
      clock.now = now.plus(Duration.ofDays(2));
      await().until(() -> ready(bridge).statusCode() == 200);
      await()
          .untilAsserted(
              () -> assertThat(metrics(bridge)).contains("millrace_bridge_unread_records 0.0"));
    }
  }

  @Test
  void fullDisk_isRefusedBeforeTheFirstRequestIsTaken() throws Exception {
    RetentionConfig insatiable = new RetentionConfig(50, Long.MAX_VALUE, OFTEN.checkInterval());
    try (Bridge bridge = bridge(insatiable)) {
      assertThat(export(bridge).statusCode()).isEqualTo(503);
      assertThat(ready(bridge).body())
          .contains("the disk of broker 1 is nearly full", "bridge.retention.min-free-disk-bytes");
      assertThat(metrics(bridge)).contains("millrace_bridge_refusing{reason=\"disk\"} 1.0");
    }
  }

  /** As the job does when a checkpoint is complete. */
  private void commitAll() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokerConfig.bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              Topics.READERS.get(Topics.SPANS),
              Map.of(new TopicPartition(Topics.SPANS, 0), new OffsetAndMetadata(1)))
          .all()
          .get();
    }
  }

  private Bridge bridge(RetentionConfig retention) throws InterruptedException {
    Bridge bridge =
        Bridge.start(
            new BridgeConfig(
                new ListenConfig("127.0.0.1", 0, 0, 0),
                new KafkaConfig(
                    brokerConfig.bootstrapServers(),
                    URI.create("http://127.0.0.1:" + registry.port())),
                new TopicsConfig(1, (short) 1, 1, RETENTION, 0),
                LimitsConfig.DEFAULTS,
                ConnectionsConfig.DEFAULTS,
                retention),
            clock);
    assertThat(bridge.awaitReady(Duration.ofSeconds(60))).isTrue();
    return bridge;
  }

  private HttpResponse<String> export(Bridge bridge) throws Exception {
    Span span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFromUtf8("0123456789abcdef"))
            .setSpanId(ByteString.copyFromUtf8("01234567"))
            .build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
            .build();
    return client.send(
        HttpRequest.newBuilder(uri(bridge.httpPort(), "/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .POST(BodyPublishers.ofByteArray(request.toByteArray()))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ready(Bridge bridge) throws Exception {
    return get(bridge, "/readyz");
  }

  private String metrics(Bridge bridge) throws Exception {
    return get(bridge, "/metrics").body();
  }

  private HttpResponse<String> get(Bridge bridge, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(bridge.metricsPort(), path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
