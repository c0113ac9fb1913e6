// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import io.millrace.schemas.Topics;
import io.millrace.sql.SqlReader;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * The log as far as it reaches at one moment: what was acknowledged before it was read is in it,
 * spans as well as what came by REST.
 *
 * @param ends the offset after the last record, by partition of {@link Topics#OF_THE_JOB}
 */
public record LogPrefix(Map<TopicPartition, Long> ends) {
  private static final long KAFKA_TIMEOUT_SECONDS = 30;
  private static final long POLL_MILLIS = 100;
  private static final String PROGRESS =
      "SELECT topic, toInt32(partition) AS partition, toInt64(next_offset) AS next_offset"
          + " FROM progress";

  public LogPrefix {
    ends = Map.copyOf(ends);
  }

  /**
   * Reads how far the log reaches now.
   *
   * @param kafka properties of Kafka's clients, {@code bootstrap.servers} at least
   * @throws IOException if Kafka does not answer
   */
  public static LogPrefix now(Map<String, Object> kafka) throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      Map<TopicPartition, OffsetSpec> latest = latest(admin);
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get(KAFKA_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> addEnd(ends, partition, end));
      return new LogPrefix(ends);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Kafka at %s does not tell how far the log reaches: %s"
              .formatted(kafka.get("bootstrap.servers"), e),
          e);
    }
  }

  private static Map<TopicPartition, OffsetSpec> latest(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(Topics.OF_THE_JOB).allTopicNames().get().values().stream()
        .flatMap(LogPrefix::partitions)
        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }

  private static void addEnd(
      Map<TopicPartition, Long> ends, TopicPartition partition, ListOffsetsResultInfo end) {
    if (end.offset() > 0) {
      ends.put(partition, end.offset());
    }
  }

  /**
   * Waits until the view {@code progress} says that all public views show this prefix.
   *
   * @throws IOException if it does not within the time
   */
  public void awaitShown(SqlReader reader, Duration within)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    while (true) {
      String missing = missing(reader);
      if (missing.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new IOException(
            "not visible within %d s: %s; 'millrace status' tells whether all parts are healthy"
                .formatted(within.toSeconds(), missing));
      }
      new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private String missing(SqlReader reader) throws IOException {
    Map<TopicPartition, Long> shown = new HashMap<>();
    try {
      for (Map<String, Object> row : reader.query(PROGRESS, Map.of())) {
        shown.put(
            new TopicPartition(
                row.get("topic").toString(), ((Number) row.get("partition")).intValue()),
            ((Number) row.get("next_offset")).longValue());
      }
    } catch (UnavailableException e) {
      // It may come back before the deadline.
      return "ClickHouse does not answer (" + e.getMessage() + ")";
    }
    return ends.entrySet().stream()
        .filter(end -> shown.getOrDefault(end.getKey(), 0L) < end.getValue())
        .map(end -> missing(end.getKey(), shown.getOrDefault(end.getKey(), 0L), end.getValue()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String missing(TopicPartition partition, long shown, long end) {
    return "partition %d of %s at %d of %d"
        .formatted(partition.partition(), partition.topic(), shown, end);
  }
}
