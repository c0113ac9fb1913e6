// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

import io.millrace.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Asks by Kafka's admin client. How far the job has read it commits for its consumer group whenever
 * a checkpoint is complete: what lies before is in its state or in the tables.
 */
final class AdminBrokerSurvey implements BrokerSurvey {
  private static final long CALL_TIMEOUT_SECONDS = 10;
  private static final int PERCENT = 100;

  private final Supplier<Admin> admin;

  /** A survey by this client, which is asked for when it is needed. */
  AdminBrokerSurvey(Supplier<Admin> admin) {
    this.admin = admin;
  }

  @Override
  public List<UnreadLog> unread(int maxUnreadPercent, Instant now)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<UnreadLog> logs = new ArrayList<>();
    for (String topic : Topics.READERS.keySet()) {
      logs.addAll(unread(topic, maxUnreadPercent, now));
    }
    return logs;
  }

  private List<UnreadLog> unread(String topic, int maxUnreadPercent, Instant now)
      throws InterruptedException, ExecutionException, TimeoutException {
    UnreadLog.Retention retention = retention(topic);
    List<TopicPartition> partitions = partitions(topic);
    long dueMillis =
        retention.millis() < 0
            ? 0
            : now.toEpochMilli() - retention.millis() / PERCENT * maxUnreadPercent;
    // Before the first young record is asked for: where there is none the end stands for it, and a
    // record that comes in between would seem to be an old one.
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> read = read(topic);
    Map<TopicPartition, Long> due = offsets(partitions, OffsetSpec.forTimestamp(dueMillis));
    Map<TopicPartition, Long> bytes = bytes(retention);
    List<UnreadLog> logs = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long firstYoung = due.get(partition);
      logs.add(
          new UnreadLog(
              partition.toString(),
              begins.get(partition),
              ends.get(partition),
              read.getOrDefault(partition, UnreadLog.NOT_READ),
              firstYoung < 0 ? ends.get(partition) : firstYoung,
              bytes.getOrDefault(partition, 0L),
              retention));
    }
    return logs;
  }

  /**
   * How far the furthest job has read. While a generation is replayed that is the live one's, then
   * the replay's: it takes over only when it is not behind, and the other ends.
   */
  private Map<TopicPartition, Long> read(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> groups =
        get(admin.get().listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
            .map(GroupListing::groupId)
            .filter(group -> Topics.isReaderGroup(topic, group))
            .toList();
    Map<TopicPartition, Long> furthest = new HashMap<>();
    for (String group : groups) {
      get(admin.get().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, committed) -> furthest.merge(partition, committed.offset(), Math::max));
    }
    return furthest;
  }

  @Override
  public List<DiskSpace> disks() throws InterruptedException, ExecutionException, TimeoutException {
    List<DiskSpace> disks = new ArrayList<>();
    logDirectories()
        .forEach(
            (broker, directories) ->
                directories.forEach(
                    (path, directory) -> {
                      OptionalLong usable = directory.usableBytes();
                      if (usable.isPresent()) {
                        disks.add(new DiskSpace(broker, path, usable.getAsLong()));
                      }
                    }));
    return disks;
  }

  /** Of the topic as it is, which may not be as this bridge would have made it. */
  private UnreadLog.Retention retention(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = get(admin.get().describeConfigs(List.of(resource)).all()).get(resource);
    return new UnreadLog.Retention(
        Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value()),
        Long.parseLong(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value()));
  }

  private List<TopicPartition> partitions(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    return get(admin.get().describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
    Map<TopicPartition, ListOffsetsResultInfo> answer = get(admin.get().listOffsets(asked).all());
    return answer.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Asked for only where a bound in bytes makes them matter: it may need rights of its own. */
  private Map<TopicPartition, Long> bytes(UnreadLog.Retention retention)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, Long> bytes = new HashMap<>();
    if (retention.bytes() >= 0) {
      for (Map<String, LogDirDescription> directories : logDirectories().values()) {
        for (LogDirDescription directory : directories.values()) {
          directory
              .replicaInfos()
              .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max));
        }
      }
    }
    return bytes;
  }

  private Map<Integer, Map<String, LogDirDescription>> logDirectories()
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Integer> brokers =
        get(admin.get().describeCluster().nodes()).stream().map(Node::id).toList();
    return get(admin.get().describeLogDirs(brokers).allDescriptions());
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
