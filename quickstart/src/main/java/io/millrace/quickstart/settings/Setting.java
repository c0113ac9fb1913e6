// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting: its key in {@code millrace.yaml}, its default and its check. The environment
 * variable follows from the key. What each one means stands beside it in {@code millrace.yaml}; a
 * test keeps that page and this table equal.
 */
public enum Setting {
  DATA_DIRECTORY("data.directory", "", SettingKind.TEXT),
  DATA_MIN_FREE("data.min-free", "512MiB", SettingKind.BYTES),

  SUPERVISOR_METRICS_PORT("supervisor.metrics-port", "9466", SettingKind.PORT),
  SUPERVISOR_START_WITHIN("supervisor.start-within", "5m", SettingKind.DURATION),
  SUPERVISOR_MAX_RESTART_WAIT("supervisor.max-restart-wait", "30s", SettingKind.DURATION),
  SUPERVISOR_JVM_FLAGS("supervisor.jvm-flags", "", SettingKind.JVM_FLAGS),

  BRIDGE_BIND_ADDRESS("bridge.bind-address", "127.0.0.1", SettingKind.TEXT),
  BRIDGE_OPEN_WITHOUT_CREDENTIALS("bridge.open-without-credentials", "false", SettingKind.BOOLEAN),
  BRIDGE_HTTP_PORT("bridge.http-port", "4318", SettingKind.PORT),
  BRIDGE_GRPC_PORT("bridge.grpc-port", "4317", SettingKind.PORT),
  BRIDGE_METRICS_PORT("bridge.metrics-port", "9464", SettingKind.PORT),
  BRIDGE_KAFKA_DELIVERY_TIMEOUT("bridge.kafka.delivery-timeout", "8s", SettingKind.DURATION),
  BRIDGE_MAX_BODY("bridge.limits.max-body-bytes", "20MiB", SettingKind.BYTES),
  BRIDGE_MAX_SPAN("bridge.limits.max-span-bytes", "8MiB", SettingKind.BYTES),
  BRIDGE_MAX_RECORD("bridge.limits.max-record-bytes", "900KiB", SettingKind.BYTES),
  BRIDGE_MAX_IN_FLIGHT("bridge.limits.max-in-flight-bytes", "96MiB", SettingKind.BYTES),
  BRIDGE_MAX_IN_FLIGHT_PER_WORKSPACE(
      "bridge.limits.max-in-flight-bytes-per-workspace", "64MiB", SettingKind.BYTES),
  BRIDGE_MAX_TAGS("bridge.limits.max-tags", "1000", SettingKind.COUNT),
  BRIDGE_MAX_CONNECTIONS("bridge.connections.max", "4096", SettingKind.COUNT),
  BRIDGE_IDLE_TIMEOUT("bridge.connections.idle-timeout", "60s", SettingKind.DURATION),
  BRIDGE_REQUEST_TIMEOUT("bridge.connections.request-timeout", "60s", SettingKind.DURATION),
  BRIDGE_MAX_CONNECTION_AGE("bridge.connections.max-age", "10m", SettingKind.DURATION),
  BRIDGE_MAX_UNREAD_PERCENT("bridge.retention.max-unread-percent", "50", SettingKind.COUNT),
  BRIDGE_MIN_FREE_DISK("bridge.retention.min-free-disk-bytes", "1GiB", SettingKind.BYTES),
  BRIDGE_RETENTION_CHECK_INTERVAL("bridge.retention.check-interval", "5s", SettingKind.DURATION),
  BRIDGE_READS_QUERY_API_URL("bridge.reads.query-api-url", "", SettingKind.HTTP_URL),
  BRIDGE_READS_MAX_CONCURRENT("bridge.reads.max-concurrent", "32", SettingKind.COUNT),
  TOPICS_PARTITIONS("bridge.topics.partitions", "4", SettingKind.COUNT),
  TOPICS_REPLICATION_FACTOR("bridge.topics.replication-factor", "1", SettingKind.COUNT),
  TOPICS_MIN_INSYNC_REPLICAS("bridge.topics.min-insync-replicas", "1", SettingKind.COUNT),
  TOPICS_RAW_RETENTION("bridge.topics.raw-retention", "30d", SettingKind.DURATION),
  TOPICS_RAW_RETENTION_BYTES("bridge.topics.raw-retention-bytes", "20GiB", SettingKind.BYTES),

  KAFKA_BOOTSTRAP_SERVERS("kafka.bootstrap-servers", "", SettingKind.TEXT),
  KAFKA_SECURITY_PROTOCOL("kafka.security-protocol", "", SettingKind.SECURITY_PROTOCOL),
  KAFKA_SASL_MECHANISM("kafka.sasl-mechanism", "PLAIN", SettingKind.SASL_MECHANISM),
  KAFKA_USER("kafka.user", "", SettingKind.TEXT),
  KAFKA_PASSWORD("kafka.password", "", SettingKind.SECRET),
  KAFKA_PASSWORD_FILE("kafka.password-file", "", SettingKind.FILE),
  KAFKA_CA_CERTIFICATE_FILE("kafka.ca-certificate-file", "", SettingKind.FILE),
  KAFKA_PROPERTIES_FILE("kafka.properties-file", "", SettingKind.FILE),
  KAFKA_PORT("kafka.port", "9092", SettingKind.PORT),
  KAFKA_HEAP("kafka.heap", "256MiB", SettingKind.BYTES),

  SCHEMA_REGISTRY_URL("schema-registry.url", "", SettingKind.HTTP_URL),
  SCHEMA_REGISTRY_USER("schema-registry.user", "", SettingKind.TEXT),
  SCHEMA_REGISTRY_PASSWORD("schema-registry.password", "", SettingKind.SECRET),
  SCHEMA_REGISTRY_PASSWORD_FILE("schema-registry.password-file", "", SettingKind.FILE),
  SCHEMA_REGISTRY_BEARER_TOKEN("schema-registry.bearer-token", "", SettingKind.SECRET),
  SCHEMA_REGISTRY_BEARER_TOKEN_FILE("schema-registry.bearer-token-file", "", SettingKind.FILE),
  SCHEMA_REGISTRY_CA_CERTIFICATE_FILE("schema-registry.ca-certificate-file", "", SettingKind.FILE),
  SCHEMA_REGISTRY_PORT("schema-registry.port", "8085", SettingKind.PORT),

  CLICKHOUSE_URL("clickhouse.url", "", SettingKind.HTTP_URL),
  CLICKHOUSE_USER("clickhouse.user", "default", SettingKind.TEXT),
  CLICKHOUSE_PASSWORD("clickhouse.password", "", SettingKind.SECRET),
  CLICKHOUSE_PASSWORD_FILE("clickhouse.password-file", "", SettingKind.FILE),
  CLICKHOUSE_CA_CERTIFICATE_FILE("clickhouse.ca-certificate-file", "", SettingKind.FILE),
  CLICKHOUSE_DATABASE("clickhouse.database", "millrace", SettingKind.TEXT),
  CLICKHOUSE_CLUSTER("clickhouse.cluster", "", SettingKind.TEXT),
  CLICKHOUSE_PORT("clickhouse.port", "8123", SettingKind.PORT),
  CLICKHOUSE_MAX_MEMORY("clickhouse.max-memory", "1GiB", SettingKind.BYTES),
  CLICKHOUSE_MIN_FREE_DISK_BYTES("clickhouse.min-free-disk-bytes", "256MiB", SettingKind.BYTES),
  CLICKHOUSE_HEAP("clickhouse.heap", "192MiB", SettingKind.BYTES),
  CHDB_LIBRARY("chdb.library", "", SettingKind.TEXT),

  FLINK_URL("flink.url", "", SettingKind.HTTP_URL),
  FLINK_PROPERTIES_FILE("flink.properties-file", "", SettingKind.FILE),
  FLINK_CHECKPOINT_DIRECTORY("flink.checkpoint-directory", "", SettingKind.URI),
  FLINK_PORT("flink.port", "8081", SettingKind.PORT),
  FLINK_METRICS_PORT("flink.metrics-port", "9249", SettingKind.PORT),
  FLINK_PARALLELISM("flink.parallelism", "2", SettingKind.COUNT),
  FLINK_CHECKPOINT_INTERVAL("flink.checkpoint-interval", "1s", SettingKind.DURATION),
  FLINK_STATE_BACKEND("flink.state-backend", "rocksdb", SettingKind.STATE_BACKEND),
  FLINK_STATE_MEMORY("flink.state-memory", "256MiB", SettingKind.BYTES),
  FLINK_CACHED_SPANS("flink.cached-spans", "60000", SettingKind.COUNT),
  FLINK_EVICT_AFTER_IDLE("flink.evict-after-idle", "10m", SettingKind.DURATION),
  FLINK_DERIVED_SPANS_PER_SECOND("flink.derived-spans-per-second", "10000", SettingKind.COUNT),

  REPLAY_WHEN_STATE_IS_LOST("replay.when-state-is-lost", "false", SettingKind.BOOLEAN),
  REPLAY_KEEP_SUPERSEDED("replay.keep-superseded", "1d", SettingKind.DURATION),

  LIVE_SEEN_WITHIN("live.seen-within", "6h", SettingKind.DURATION),
  LIVE_QUIET_AFTER("live.quiet-after", "2m", SettingKind.DURATION),
  LIVE_STUCK_AFTER("live.stuck-after", "10m", SettingKind.DURATION),
  LIVE_REPEATED_TOOL_CALLS("live.repeated-tool-calls", "10", SettingKind.COUNT),
  LIVE_USD_PER_HOUR("live.usd-per-hour", "100", SettingKind.COUNT),

  COST_PRECEDENCE("cost.precedence", "computed", SettingKind.COST_PRECEDENCE),

  COST_PRICES_FILE("cost.prices-file", "", SettingKind.TEXT),
  COST_PRICE_TABLE("cost.price-table", "", SettingKind.TEXT),

  NOISE_POLICY("noise.policy", "keep-bare", SettingKind.NOISE_POLICY),

  QUERY_API_BIND_ADDRESS("query-api.bind-address", "127.0.0.1", SettingKind.TEXT),
  QUERY_API_OPEN_WITHOUT_CREDENTIALS(
      "query-api.open-without-credentials", "false", SettingKind.BOOLEAN),
  QUERY_API_PORT("query-api.port", "8080", SettingKind.PORT),
  QUERY_API_METRICS_PORT("query-api.metrics-port", "9465", SettingKind.PORT),
  QUERY_API_ALLOWED_HOSTS("query-api.allowed-hosts", "", SettingKind.TEXT),
  QUERY_API_MAX_CONCURRENT_QUERIES("query-api.max-concurrent-queries", "4", SettingKind.COUNT),
  QUERY_API_MAX_QUERY_WAIT("query-api.max-query-wait", "2s", SettingKind.DURATION),
  QUERY_API_MAX_LIVE_STREAMS("query-api.max-live-streams", "32", SettingKind.COUNT),
  QUERY_API_MAX_DELETED_TRACES("query-api.max-deleted-traces", "1000", SettingKind.COUNT),
  QUERY_API_MAX_QUERY_MEMORY("query-api.max-query-memory", "512MiB", SettingKind.BYTES),
  QUERY_API_QUERY_TIMEOUT("query-api.query-timeout", "30s", SettingKind.DURATION),
  QUERY_API_MAX_ANSWER("query-api.max-answer", "16MiB", SettingKind.BYTES),
  QUERY_API_SQL_MAX_REQUEST("query-api.sql.max-request", "256KiB", SettingKind.BYTES),
  QUERY_API_SQL_MAX_ROWS("query-api.sql.max-rows", "10000", SettingKind.COUNT),
  QUERY_API_READ_YOUR_WRITES_WITHIN(
      "query-api.read-your-writes-within", "5s", SettingKind.DURATION),
  QUERY_API_BRIDGE_URL("query-api.bridge-url", "", SettingKind.HTTP_URL),
  QUERY_API_BRIDGE_METRICS_URL("query-api.bridge-metrics-url", "", SettingKind.HTTP_URL),
  QUERY_API_SUPERVISOR_METRICS_URL("query-api.supervisor-metrics-url", "", SettingKind.HTTP_URL),
  QUERY_API_HEAP("query-api.heap", "256MiB", SettingKind.BYTES),

  PIPELINE_HEAP("pipeline.heap", "1GiB", SettingKind.BYTES),

  LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT("local-cluster.bridge-2-http-port", "4328", SettingKind.PORT),
  LOCAL_CLUSTER_BRIDGE_2_GRPC_PORT("local-cluster.bridge-2-grpc-port", "4327", SettingKind.PORT),
  LOCAL_CLUSTER_BRIDGE_2_METRICS_PORT(
      "local-cluster.bridge-2-metrics-port", "9474", SettingKind.PORT),
  LOCAL_CLUSTER_BRIDGE_HEAP("local-cluster.bridge-heap", "256MiB", SettingKind.BYTES),
  LOCAL_CLUSTER_JOBMANAGER_HEAP("local-cluster.jobmanager-heap", "256MiB", SettingKind.BYTES),
  LOCAL_CLUSTER_TASKMANAGER_HEAP("local-cluster.taskmanager-heap", "512MiB", SettingKind.BYTES);

  static final String ENVIRONMENT_PREFIX = "MILLRACE_";

  private final String key;
  private final String defaultText;
  private final SettingKind kind;

  Setting(String key, String defaultText, SettingKind kind) {
    this.key = key;
    this.defaultText = defaultText;
    this.kind = kind;
  }

  /** The key in {@code millrace.yaml}: the names of nested mappings, joined by dots. */
  public String key() {
    return key;
  }

  /** The environment variable: {@code bridge.http-port} is {@code MILLRACE_BRIDGE_HTTP_PORT}. */
  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  String defaultText() {
    return defaultText;
  }

  SettingKind kind() {
    return kind;
  }

  /** Whether the value must not be shown. */
  boolean secret() {
    return kind == SettingKind.SECRET;
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }

  /** Reads and checks a value. */
  Object parse(String text, String origin) {
    try {
      return kind.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          "%s must be %s, but is '%s' (%s)"
              .formatted(key, kind.rule(), secret() ? "…" : text, origin),
          e);
    }
  }
}
