// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.generation;

import io.millrace.schemas.Topics;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How much there is of the raw topics that a job reads, all partitions together.
 *
 * @param lostRecords that the broker has deleted, from the beginning on
 * @param records that were ever written, the lost ones included
 */
public record LogExtent(long lostRecords, long records) {
  private static final long KAFKA_TIMEOUT_SECONDS = 30;

  /**
   * Asks Kafka.
   *
   * @param kafka properties of Kafka's clients, {@code bootstrap.servers} at least
   * @throws IOException if Kafka does not answer
   */
  public static LogExtent now(Map<String, Object> kafka) throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      return new LogExtent(sum(admin, OffsetSpec.earliest()), sum(admin, OffsetSpec.latest()));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Kafka at %s does not tell how far the log reaches: %s"
              .formatted(kafka.get("bootstrap.servers"), e),
          e);
    }
  }

  private static long sum(Admin admin, OffsetSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked =
        admin
            .describeTopics(Topics.READERS.keySet())
            .allTopicNames()
            .get(KAFKA_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .values()
            .stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> spec));
    return admin
        .listOffsets(asked)
        .all()
        .get(KAFKA_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .mapToLong(offset -> offset.offset())
        .sum();
  }
}
