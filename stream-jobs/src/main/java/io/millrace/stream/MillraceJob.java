// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.Topics;
import io.millrace.stream.checkpoint.RestorePoint;
import io.millrace.stream.sink.ContentSink;
import io.millrace.stream.sink.DeadLetterRecords;
import io.millrace.stream.sink.ExactSinkOperator;
import io.millrace.stream.source.RawRecord;
import io.millrace.stream.source.RawRecordSchema;
import io.millrace.stream.state.RocksDbOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.rocksdb.CompressionType;

/** Wires the topology to Kafka and ClickHouse, with the settings that exactness rests on. */
public final class MillraceJob {
  /** "millrace.spans.1". */
  private static final String FIRST_JOB = "6d696c6c726163652e7370616e732e31";

  /** "millrace.gen", and four bytes for its number. */
  private static final String LATER_JOBS = "6d696c6c726163652e67656e";

  private static final int MAX_PARALLELISM = 128;

  /**
   * What a fetch brings, of a partition and in all. A larger record comes alone, so this bounds no
   * record. The answer to a fetch is one array, held until its records are read: one of many
   * megabytes, made while the job is behind, grows old in the heap and has all of it collected.
   */
  private static final int FETCHED_PARTITION_BYTES = 1 << 20;

  private static final int FETCHED_BYTES = 2 << 20;

  private static final MemorySize STATE_BLOCK = new MemorySize(16 << 10);

  /**
   * Above what any setting of the bridge lets a record of the raw topics have, and its letter. Only
   * a bound: a letter that the producer refuses would restart the job for ever.
   */
  private static final int MAX_LETTER_BYTES = 260 << 20;

  private MillraceJob() {}

  /** The id of a generation's job; fixed, so that the checkpoints of an earlier life are found. */
  public static JobID jobId(int generation) {
    return JobID.fromHexString(
        generation == 1 ? FIRST_JOB : LATER_JOBS + "%08x".formatted(generation));
  }

  /** The generation that a job writes; empty if it is none of ours. */
  public static OptionalInt generationOf(JobID job) {
    String id = job.toHexString();
    if (id.equals(FIRST_JOB)) {
      return OptionalInt.of(1);
    }
    return id.startsWith(LATER_JOBS)
        ? OptionalInt.of(Integer.parseInt(id.substring(LATER_JOBS.length()), 16))
        : OptionalInt.empty();
  }

  /** The job, restoring from the newest complete checkpoint of its directory if there is one. */
  public static StreamGraph streamGraph(JobConfig config) {
    Optional<String> restorePoint =
        RestorePoint.find(config.checkpointDirectory(), jobId(config.generation()));
    Configuration settings = settings(config);
    restorePoint.ifPresent(
        path -> {
          settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
          settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(config.parallelism());
    environment.setMaxParallelism(MAX_PARALLELISM);
    Topology.define(
        environment
            .fromSource(source(config), WatermarkStrategy.noWatermarks(), "spans")
            .uid("spans"),
        config,
        sinks(config));
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(config.generation() == 1 ? "millrace" : "millrace-g" + config.generation());
    graph.setJobId(jobId(config.generation()));
    return graph;
  }

  private static Topology.Sinks sinks(JobConfig config) {
    return new Topology.Sinks(
        rows ->
            rows.transform(
                    "exact",
                    Types.VOID,
                    new ExactSinkOperator(config.clickHouse(), config.generation()))
                .uid("exact")
                .setParallelism(config.exactParallelism()),
        rows ->
            rows.sinkTo(new ContentSink(config.clickHouse(), config.generation()))
                .name("content")
                .uid("content")
                .setParallelism(config.exactParallelism())
                .disableChaining(),
        letters -> letters.sinkTo(deadLetterSink(config)).name("dead-letters").uid("dead-letters"));
  }

  private static KafkaSink<DeadLetter> deadLetterSink(JobConfig config) {
    return KafkaSink.<DeadLetter>builder()
        .setKafkaProducerConfig(clientProperties(config))
        .setBootstrapServers(config.kafkaBootstrapServers())
        .setRecordSerializer(new DeadLetterRecords(config.schemaRegistry()))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty("max.request.size", Integer.toString(MAX_LETTER_BYTES))
        .setProperty("buffer.memory", Integer.toString(MAX_LETTER_BYTES))
        .build();
  }

  private static KafkaSource<RawRecord> source(JobConfig config) {
    return KafkaSource.<RawRecord>builder()
        .setProperties(clientProperties(config))
        .setBootstrapServers(config.kafkaBootstrapServers())
        .setTopics(Topics.OF_THE_JOB)
        .setGroupId(Topics.readerGroup(Topics.SPANS, config.generation()))
        // The bridge compares these offsets with what retention will delete.
        .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "true")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new RawRecordSchema())
        .setProperty("max.partition.fetch.bytes", Integer.toString(FETCHED_PARTITION_BYTES))
        .setProperty("fetch.max.bytes", Integer.toString(FETCHED_BYTES))
        .build();
  }

  /** First, so that what the job's promises rest on wins. */
  private static Properties clientProperties(JobConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafkaClientProperties());
    return properties;
  }

  private static Configuration settings(JobConfig config) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(StateBackendOptions.STATE_BACKEND, config.stateBackend());
    stateSettings(settings);
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.checkpointDirectory().toString());
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    // What a checkpoint costs whatever it holds, in files and inserts, is paid less often where it
    // takes long: under a load that leaves no processor free.
    settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, config.checkpointInterval());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    // unaligned ones break "everything before the marker is behind the barrier"
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // While ClickHouse is away commits wait; neither a time-out nor a failed checkpoint may restart
    // the job for it.
    settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofHours(1));
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    return settings;
  }

  /** For a state that is larger than the memory RocksDB is given. */
  private static void stateSettings(Configuration settings) {
    settings.set(RocksDBOptions.OPTIONS_FACTORY, RocksDbOptions.class.getName());
    settings.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    settings.set(
        RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, List.of(CompressionType.LZ4_COMPRESSION));
    // The larger a block the smaller the index, of which parts stay in memory, not all or nothing.
    settings.set(RocksDBConfigurableOptions.BLOCK_SIZE, STATE_BLOCK);
    settings.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
    settings.set(RocksDBNativeMetricOptions.BLOCK_CACHE_CAPACITY, true);
    settings.set(RocksDBNativeMetricOptions.BLOCK_CACHE_USAGE, true);
  }
}
