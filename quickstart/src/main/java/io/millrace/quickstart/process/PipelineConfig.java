// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.ReadsConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.generation.GenerationKeeper;
import io.millrace.quickstart.generation.JobCluster;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.PriceSettings;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.LiveLimits;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.Generations;
import io.millrace.stream.Interpretation;
import io.millrace.stream.JobConfig;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.eviction.StateConfig;
import io.millrace.stream.trace.CostPrecedence;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** What the settings mean to the bridge and to the job. */
public final class PipelineConfig {
  private final Settings settings;
  private final Endpoints endpoints;

  public PipelineConfig(Settings settings) {
    this.settings = settings;
    this.endpoints = Endpoints.of(settings);
  }

  public BridgeConfig bridge() {
    return new BridgeConfig(
        listen(), kafka(), topics(), limits(), connections(), retention(), reads());
  }

  /**
   * What the job of a generation is told.
   *
   * @param folder where its checkpoints are unless a setting names another place
   */
  public JobConfig job(ClickHouseEndpoint clickHouse, DataFolder folder, int generation) {
    return new JobConfig(
        endpoints.kafka(),
        endpoints.kafkaClientProperties(),
        endpoints.schemaRegistry(),
        clickHouse,
        generation,
        settings.number(Setting.FLINK_PARALLELISM),
        settings.duration(Setting.FLINK_CHECKPOINT_INTERVAL),
        settings.isEmpty(Setting.FLINK_CHECKPOINT_DIRECTORY)
            ? folder.checkpointFolder().toUri()
            : URI.create(settings.text(Setting.FLINK_CHECKPOINT_DIRECTORY)),
        settings.text(Setting.FLINK_STATE_BACKEND),
        state(),
        interpretation());
  }

  /** Has the jobs of the generations run at a Flink that the tables ask for. */
  public GenerationKeeper keeper(
      SqlReader tables, ClickHouseEndpoint clickHouse, DataFolder folder, JobCluster flink) {
    return new GenerationKeeper(
        new Generations(tables),
        flink,
        generation -> job(clickHouse, folder, generation),
        settings.duration(Setting.REPLAY_KEEP_SUPERSEDED),
        settings.flag(Setting.REPLAY_WHEN_STATE_IS_LOST));
  }

  /** What the view {@code live_sessions} goes by. */
  public LiveLimits liveLimits() {
    return new LiveLimits(
        settings.duration(Setting.LIVE_SEEN_WITHIN),
        settings.duration(Setting.LIVE_QUIET_AFTER),
        settings.duration(Setting.LIVE_STUCK_AFTER),
        settings.number(Setting.LIVE_REPEATED_TOOL_CALLS),
        settings.number(Setting.LIVE_USD_PER_HOUR));
  }

  /** What was let go of is remembered for as long as its spans can be read again. */
  private StateConfig state() {
    Duration idle = settings.duration(Setting.FLINK_EVICT_AFTER_IDLE);
    Duration raw = settings.duration(Setting.TOPICS_RAW_RETENTION);
    return new StateConfig(
        settings.number(Setting.FLINK_CACHED_SPANS),
        idle,
        raw.compareTo(idle) < 0 ? idle : raw,
        settings.number(Setting.FLINK_DERIVED_SPANS_PER_SECOND),
        settings.number(Setting.BRIDGE_MAX_TAGS));
  }

  private Interpretation interpretation() {
    return new Interpretation(
        CostPrecedence.valueOf(settings.text(Setting.COST_PRECEDENCE).toUpperCase(Locale.ROOT)),
        PriceSettings.files(settings),
        NoisePolicies.parse(settings.text(Setting.NOISE_POLICY)));
  }

  private ListenConfig listen() {
    return new ListenConfig(
        settings.text(Setting.BRIDGE_BIND_ADDRESS),
        settings.number(Setting.BRIDGE_HTTP_PORT),
        settings.number(Setting.BRIDGE_GRPC_PORT),
        settings.number(Setting.BRIDGE_METRICS_PORT));
  }

  private KafkaConfig kafka() {
    return new KafkaConfig(
        endpoints.kafka(),
        endpoints.schemaRegistry(),
        settings.duration(Setting.BRIDGE_KAFKA_DELIVERY_TIMEOUT),
        endpoints.kafkaClientProperties());
  }

  private TopicsConfig topics() {
    return new TopicsConfig(
        settings.number(Setting.TOPICS_PARTITIONS),
        (short) settings.number(Setting.TOPICS_REPLICATION_FACTOR),
        settings.number(Setting.TOPICS_MIN_INSYNC_REPLICAS),
        settings.duration(Setting.TOPICS_RAW_RETENTION),
        settings.bytes(Setting.TOPICS_RAW_RETENTION_BYTES));
  }

  private LimitsConfig limits() {
    return new LimitsConfig(
        Math.toIntExact(settings.bytes(Setting.BRIDGE_MAX_BODY)),
        Math.toIntExact(settings.bytes(Setting.BRIDGE_MAX_SPAN)),
        Math.toIntExact(settings.bytes(Setting.BRIDGE_MAX_RECORD)),
        settings.bytes(Setting.BRIDGE_MAX_IN_FLIGHT),
        settings.bytes(Setting.BRIDGE_MAX_IN_FLIGHT_PER_WORKSPACE),
        settings.number(Setting.BRIDGE_MAX_TAGS));
  }

  private ConnectionsConfig connections() {
    return new ConnectionsConfig(
        settings.number(Setting.BRIDGE_MAX_CONNECTIONS),
        settings.duration(Setting.BRIDGE_IDLE_TIMEOUT),
        settings.duration(Setting.BRIDGE_REQUEST_TIMEOUT),
        settings.duration(Setting.BRIDGE_MAX_CONNECTION_AGE));
  }

  /** The query API of the settings, else the one of this machine. */
  private ReadsConfig reads() {
    String bound = settings.text(Setting.QUERY_API_BIND_ADDRESS);
    boolean any = bound.equals("0.0.0.0") || bound.equals("::");
    return new ReadsConfig(
        settings.isEmpty(Setting.BRIDGE_READS_QUERY_API_URL)
            ? URI.create(
                "http://%s:%d"
                    .formatted(any ? "127.0.0.1" : bound, settings.number(Setting.QUERY_API_PORT)))
            : settings.url(Setting.BRIDGE_READS_QUERY_API_URL),
        settings.number(Setting.BRIDGE_READS_MAX_CONCURRENT));
  }

  private RetentionConfig retention() {
    return new RetentionConfig(
        settings.number(Setting.BRIDGE_MAX_UNREAD_PERCENT),
        settings.bytes(Setting.BRIDGE_MIN_FREE_DISK),
        settings.duration(Setting.BRIDGE_RETENTION_CHECK_INTERVAL));
  }
}
