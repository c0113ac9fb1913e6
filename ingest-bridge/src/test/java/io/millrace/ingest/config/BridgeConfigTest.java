// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeConfigTest {
  private static final URI REGISTRY = URI.create("http://127.0.0.1:8085");
  private static final int MIB = 1 << 20;

  @Test
  void defaults_areThoseThatAreDocumented() {
    BridgeConfig config = BridgeConfig.of("127.0.0.1:9092", REGISTRY);

    assertThat(config.listen()).isEqualTo(new ListenConfig("127.0.0.1", 4318, 4317, 9464));
    assertThat(config.kafka())
        .isEqualTo(
            new KafkaConfig(
                "127.0.0.1:9092",
                SchemaRegistryEndpoint.of(REGISTRY),
                Duration.ofSeconds(8),
                Map.of()));
    assertThat(config.topics())
        .isEqualTo(new TopicsConfig(4, (short) 1, 1, Duration.ofDays(30), 20L << 30));
    assertThat(config.limits())
        .isEqualTo(new LimitsConfig(20 * MIB, 8 * MIB, 900 << 10, 96L * MIB, 64L * MIB, 1_000));
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        violation(() -> listen("", 1, 2, 3), "bridge.bind-address", "''"),
        violation(() -> listen("h", -1, 2, 3), "bridge.http-port", "-1"),
        violation(() -> listen("h", 1, 65_536, 3), "bridge.grpc-port", "65536"),
        violation(() -> listen("h", 1, 2, -3), "bridge.metrics-port", "-3"),
        violation(() -> listen("h", 1, 2, 2), "bridge.metrics-port must differ", "1, 2, 2"),
        violation(() -> listen("h", 1, 1, 2), "bridge.grpc-port", "1, 1, 2"),
        violation(() -> new KafkaConfig(" ", REGISTRY), "kafka.bootstrap-servers", "' '"),
        violation(() -> new KafkaConfig("b:1", null), "schema-registry.url", "null"),
        violation(() -> delivery(Duration.ofMillis(499)), "delivery-timeout", "PT0.499S"),
        violation(() -> delivery(Duration.ofMinutes(3)), "delivery-timeout", "PT3M"),
        violation(() -> topics(0, 1, 1), "bridge.topics.partitions", "is 0"),
        violation(() -> topics(1, 0, 1), "bridge.topics.replication-factor", "is 0"),
        violation(() -> topics(1, 2, 3), "bridge.topics.min-insync-replicas", "is 3"),
        violation(
            () -> new TopicsConfig(1, (short) 1, 1, Duration.ofSeconds(1), 0),
            "bridge.topics.raw-retention",
            "PT1S"),
        violation(
            () -> new TopicsConfig(4, (short) 1, 1, Duration.ofDays(1), 1L << 29),
            "bridge.topics.raw-retention-bytes",
            "is 536870912"),
        violation(() -> connections(0, 1, 1, 1), "bridge.connections.max", "is 0"),
        violation(() -> connections(1, 0, 1, 1), "bridge.connections.idle-timeout", "PT0S"),
        violation(() -> connections(1, 1, 0, 1), "bridge.connections.request-timeout", "PT0S"),
        violation(() -> connections(1, 1, 1, 0), "bridge.connections.max-age", "PT0S"),
        violation(
            () ->
                new BridgeConfig(
                    ListenConfig.DEFAULTS,
                    new KafkaConfig("b:1", REGISTRY),
                    TopicsConfig.DEFAULTS,
                    LimitsConfig.DEFAULTS,
                    connections(1, 1, 8, 1),
                    RetentionConfig.DEFAULTS),
            "request-timeout must be longer than bridge.kafka.delivery-timeout",
            "PT8S"),
        violation(() -> retention(0, 0, 1), "bridge.retention.max-unread-percent", "is 0"),
        violation(() -> retention(91, 0, 1), "bridge.retention.max-unread-percent", "is 91"),
        violation(() -> retention(1, -1, 1), "bridge.retention.min-free-disk-bytes", "is -1"),
        violation(() -> retention(1, 0, 0), "bridge.retention.check-interval", "PT0S"),
        violation(() -> limits(8, 8, 0, 24, 24), "bridge.limits.max-record-bytes", "is 0"),
        violation(() -> limits(8, 1, 2, 24, 24), "bridge.limits.max-span-bytes", "is 1048576"),
        violation(() -> limits(7, 8, 1, 24, 24), "bridge.limits.max-body-bytes", "is 7340032"),
        violation(
            () -> limits(8, 8, 1, 24, 23), "max-in-flight-bytes-per-workspace", "is 24117248"),
        violation(() -> limits(8, 8, 1, 23, 24), "bridge.limits.max-in-flight-bytes", "24117248"));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("violations")
  void violation_isToldByNameAndValue(ThrowingCallable making, String name, String value) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value);
  }

  @Test
  void freePorts_mayBeAskedForTwice() {
    assertThat(listen("h", 0, 0, 0).httpPort()).isZero();
  }

  private static Arguments violation(ThrowingCallable making, String name, String value) {
    return Arguments.of(making, name, value);
  }

  private static ListenConfig listen(String address, int http, int grpc, int metrics) {
    return new ListenConfig(address, http, grpc, metrics);
  }

  private static KafkaConfig delivery(Duration timeout) {
    return new KafkaConfig("b:1", SchemaRegistryEndpoint.of(REGISTRY), timeout, Map.of());
  }

  private static TopicsConfig topics(int partitions, int replication, int minInsync) {
    return new TopicsConfig(partitions, (short) replication, minInsync, Duration.ofDays(1), 0);
  }

  /** In MiB. */
  private static LimitsConfig limits(
      int body, int span, int record, long inFlight, long inFlightPerWorkspace) {
    return new LimitsConfig(
        body * MIB, span * MIB, record * MIB, inFlight * MIB, inFlightPerWorkspace * MIB, 1);
  }

  private static ConnectionsConfig connections(
      int max, int idleSeconds, int requestSeconds, int ageSeconds) {
    return new ConnectionsConfig(
        max,
        Duration.ofSeconds(idleSeconds),
        Duration.ofSeconds(requestSeconds),
        Duration.ofSeconds(ageSeconds));
  }

  private static RetentionConfig retention(int percent, long bytes, int seconds) {
    return new RetentionConfig(percent, bytes, Duration.ofSeconds(seconds));
  }
}
