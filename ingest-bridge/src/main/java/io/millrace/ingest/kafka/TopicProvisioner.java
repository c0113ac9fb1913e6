// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing and sees to it that every partition can be written. */
public final class TopicProvisioner {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
  private static final long CALL_TIMEOUT_SECONDS = 10;

  private final Admin admin;
  private final TopicsConfig topics;
  private final TopicSettings settings;

  /** Makes topics by this client. */
  public TopicProvisioner(Admin admin, TopicsConfig topics, LimitsConfig limits) {
    this.admin = admin;
    this.topics = topics;
    this.settings = new TopicSettings(topics, limits);
  }

  /**
   * Makes all of {@link Topics#all()} that do not exist; of those that do, a difference is logged.
   *
   * @throws ExecutionException what Kafka answered
   * @throws TimeoutException if no broker answers; worth a retry
   */
  public void provision() throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> existing = get(admin.listTopics().names());
    for (Topics.Topic topic : Topics.all()) {
      if (!existing.contains(topic.name())) {
        create(topic);
      }
    }
    Map<String, TopicDescription> descriptions = describe();
    awaitLeaders(descriptions);
    for (Topics.Topic topic : Topics.all()) {
      if (existing.contains(topic.name())) {
        logDifferences(topic, descriptions.get(topic.name()));
      }
    }
  }

  /** Asks the brokers for every topic: succeeds if they answer and all are there. */
  public Map<String, TopicDescription> describe()
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> names = Topics.all().stream().map(Topics.Topic::name).toList();
    return get(admin.describeTopics(names).allTopicNames());
  }

  private void create(Topics.Topic topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    NewTopic wanted =
        new NewTopic(topic.name(), topics.partitions(), topics.replicationFactor())
            .configs(settings.of(topic));
    try {
      get(admin.createTopics(List.of(wanted)).all());
      LOG.info("Made topic {} with {} partitions", topic.name(), topics.partitions());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      LOG.info("Topic {} was made by another bridge meanwhile", topic.name());
    }
  }

  /**
   * Right after its creation a partition may refuse a producer's first batch and take its second,
   * after which an idempotent producer is stuck until the delivery time-out (KAFKA-15591): ask
   * every leader for its end first.
   */
  private void awaitLeaders(Map<String, TopicDescription> descriptions)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    descriptions.forEach(
        (name, description) ->
            description
                .partitions()
                .forEach(
                    partition ->
                        ends.put(
                            new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
    get(admin.listOffsets(ends).all());
  }

  private void logDifferences(Topics.Topic topic, TopicDescription description)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (description.partitions().size() != topics.partitions()) {
      LOG.warn(
          "Topic {} has {} partitions, bridge.topics.partitions is {}; it is left as it is",
          topic.name(),
          description.partitions().size(),
          topics.partitions());
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config actual = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
    Map<String, String> values =
        actual.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    settings
        .of(topic)
        .forEach(
            (name, wanted) -> {
              if (!wanted.equals(values.get(name))) {
                LOG.warn(
                    "Topic {} has {}={}, this bridge would set {}; it is left as it is",
                    topic.name(),
                    name,
                    values.get(name),
                    wanted);
              }
            });
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
