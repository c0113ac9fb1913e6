// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Settings;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.stream.Interpretation;
import io.millrace.stream.JobConfig;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.PriceFiles;
import io.millrace.stream.eviction.StateConfig;
import io.millrace.stream.trace.CostPrecedence;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineConfigTest {
  private static final ClickHouseEndpoint CLICK_HOUSE =
      new ClickHouseEndpoint(URI.create("http://127.0.0.1:8123"), "writer", "", "millrace");
  private static final DataFolder FOLDER = new DataFolder(Path.of("/data"));

  @Test
  void defaults_areTheBridgesOwn() {
    BridgeConfig bridge = config(Map.of()).bridge();

    assertThat(bridge)
        .isEqualTo(BridgeConfig.of("127.0.0.1:9092", URI.create("http://127.0.0.1:8085")));
  }

  @Test
  void defaults_ofTheJob() {
    JobConfig job = config(Map.of()).job(CLICK_HOUSE, FOLDER, 1);

    assertThat(job)
        .isEqualTo(
            new JobConfig(
                "127.0.0.1:9092",
                Map.of(),
                SchemaRegistryEndpoint.of(URI.create("http://127.0.0.1:8085")),
                CLICK_HOUSE,
                1,
                2,
                Duration.ofSeconds(1),
                FOLDER.checkpointFolder().toUri(),
                "rocksdb",
                new StateConfig(60_000, Duration.ofMinutes(10), Duration.ofDays(30), 10_000, 1_000),
                new Interpretation(
                    CostPrecedence.COMPUTED, PriceFiles.NONE, NoisePolicies.parse("keep-bare"))));
  }

  @Test
  void everySettingOfTheBridge_reachesIt() {
    Map<String, String> environment = new HashMap<>();
    environment.put("MILLRACE_BRIDGE_HTTP_PORT", "1");
    environment.put("MILLRACE_BRIDGE_GRPC_PORT", "2");
    environment.put("MILLRACE_BRIDGE_METRICS_PORT", "3");
    environment.put("MILLRACE_BRIDGE_BIND_ADDRESS", "127.0.0.2");
    environment.put("MILLRACE_BRIDGE_KAFKA_DELIVERY_TIMEOUT", "9s");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_BODY_BYTES", "30MiB");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_SPAN_BYTES", "9MiB");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_RECORD_BYTES", "800KiB");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_IN_FLIGHT_BYTES", "200MiB");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_IN_FLIGHT_BYTES_PER_WORKSPACE", "100MiB");
    environment.put("MILLRACE_BRIDGE_LIMITS_MAX_TAGS", "50");
    environment.put("MILLRACE_BRIDGE_TOPICS_PARTITIONS", "6");
    environment.put("MILLRACE_BRIDGE_TOPICS_REPLICATION_FACTOR", "3");
    environment.put("MILLRACE_BRIDGE_TOPICS_MIN_INSYNC_REPLICAS", "2");
    environment.put("MILLRACE_BRIDGE_TOPICS_RAW_RETENTION", "7d");
    environment.put("MILLRACE_BRIDGE_TOPICS_RAW_RETENTION_BYTES", "2GiB");
    environment.put("MILLRACE_BRIDGE_CONNECTIONS_MAX", "7");
    environment.put("MILLRACE_BRIDGE_CONNECTIONS_IDLE_TIMEOUT", "11s");
    environment.put("MILLRACE_BRIDGE_CONNECTIONS_REQUEST_TIMEOUT", "12s");
    environment.put("MILLRACE_BRIDGE_CONNECTIONS_MAX_AGE", "13s");
    environment.put("MILLRACE_BRIDGE_RETENTION_MAX_UNREAD_PERCENT", "40");
    environment.put("MILLRACE_BRIDGE_RETENTION_MIN_FREE_DISK_BYTES", "2GiB");
    environment.put("MILLRACE_BRIDGE_RETENTION_CHECK_INTERVAL", "3s");

    BridgeConfig bridge = config(environment).bridge();

    assertThat(bridge.listen()).isEqualTo(new ListenConfig("127.0.0.2", 1, 2, 3));
    assertThat(bridge.kafka().deliveryTimeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(bridge.limits())
        .isEqualTo(new LimitsConfig(30 << 20, 9 << 20, 800 << 10, 200L << 20, 100L << 20, 50));
    assertThat(bridge.topics())
        .isEqualTo(new TopicsConfig(6, (short) 3, 2, Duration.ofDays(7), 2L << 30));
    assertThat(bridge.connections())
        .isEqualTo(
            new ConnectionsConfig(
                7, Duration.ofSeconds(11), Duration.ofSeconds(12), Duration.ofSeconds(13)));
    assertThat(bridge.retention())
        .isEqualTo(new RetentionConfig(40, 2L << 30, Duration.ofSeconds(3)));
  }

  @Test
  void everySettingOfTheJob_reachesIt() {
    JobConfig job =
        config(
                Map.ofEntries(
                    entry("MILLRACE_FLINK_PARALLELISM", "3"),
                    entry("MILLRACE_FLINK_CHECKPOINT_INTERVAL", "500ms"),
                    entry("MILLRACE_FLINK_STATE_BACKEND", "hashmap"),
                    entry("MILLRACE_FLINK_CACHED_SPANS", "7000"),
                    entry("MILLRACE_FLINK_EVICT_AFTER_IDLE", "1h"),
                    entry("MILLRACE_FLINK_DERIVED_SPANS_PER_SECOND", "9000"),
                    entry("MILLRACE_BRIDGE_LIMITS_MAX_TAGS", "50"),
                    entry("MILLRACE_BRIDGE_TOPICS_RAW_RETENTION", "7d"),
                    entry("MILLRACE_COST_PRECEDENCE", "emitter"),
                    entry("MILLRACE_NOISE_POLICY", "keep, codex=drop"),
                    entry("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"),
                    entry("MILLRACE_SCHEMA_REGISTRY_URL", "http://registry:8081")))
            .job(CLICK_HOUSE, FOLDER, 1);

    assertThat(job)
        .isEqualTo(
            new JobConfig(
                "kafka:9092",
                Map.of(),
                SchemaRegistryEndpoint.of(URI.create("http://registry:8081")),
                CLICK_HOUSE,
                1,
                3,
                Duration.ofMillis(500),
                FOLDER.checkpointFolder().toUri(),
                "hashmap",
                new StateConfig(7_000, Duration.ofHours(1), Duration.ofDays(7), 9_000, 50),
                new Interpretation(
                    CostPrecedence.EMITTER,
                    PriceFiles.NONE,
                    NoisePolicies.parse("keep, codex=drop"))));
  }

  private static PipelineConfig config(Map<String, String> environment) {
    return new PipelineConfig(Settings.load(Optional.empty(), environment, Map.of()));
  }
}
