// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka itself, once a second until it answers. */
public final class KafkaLogOffsets implements LogOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLogOffsets.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, Object> properties;

  /**
   * Asks this Kafka.
   *
   * @param clientProperties as Kafka's consumer takes them, such as {@code security.protocol}
   */
  public KafkaLogOffsets(String bootstrapServers, Map<String, String> clientProperties) {
    this.properties = new HashMap<>(clientProperties);
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  @Override
  public Map<Integer, Range> of(String topic, Collection<Integer> partitions)
      throws InterruptedException {
    try (Admin admin = Admin.create(properties)) {
      while (true) {
        try {
          Map<Integer, Long> begins = list(admin, topic, partitions, OffsetSpec.earliest());
          Map<Integer, Long> ends = list(admin, topic, partitions, OffsetSpec.latest());
          return partitions.stream()
              .collect(
                  Collectors.toMap(
                      Function.identity(), p -> new Range(begins.get(p), ends.get(p))));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof RetriableException)) {
            throw new IllegalStateException("Kafka does not tell the offsets of " + topic, e);
          }
          LOG.warn("Kafka is not available, trying again in {}: {}", PAUSE, e.getMessage());
          Thread.sleep(PAUSE.toMillis());
        }
      }
    }
  }

  private static Map<Integer, Long> list(
      Admin admin, String topic, Collection<Integer> partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> spec));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }
}
