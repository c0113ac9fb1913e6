// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.kafka.KafkaClients;
import io.millrace.ingest.kafka.KafkaObstacle;
import io.millrace.schemas.Control;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.UndecodableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads control.v1 from its beginning and on, on a thread of its own. Whoever asks for the table
 * waits until it is past the log's end as of the question: so what one bridge has acknowledged,
 * every bridge knows.
 */
public final class ControlLog implements ExperimentSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLog.class);

  /** New records end a poll at once; this is how long a quiet log is left in peace. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private static final long PAUSE_MILLIS = 500;
  private static final long STOP_MILLIS = 5_000;

  private record Waiting(
      Map<TopicPartition, Long> ends, CompletableFuture<ExperimentTable> answer) {}

  private final KafkaClients kafka;
  private final KafkaConfig config;
  private final SchemaCoder coder;
  private final ExperimentTable table = new ExperimentTable();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "bridge-control-log");

  /** Not yet reading. */
  public ControlLog(KafkaClients kafka, KafkaConfig config, SchemaCoder coder) {
    this.kafka = kafka;
    this.config = config;
    this.coder = coder;
    thread.setDaemon(true);
  }

  /** Begins to read; the topic must be there. */
  public void start() {
    thread.start();
  }

  /** How many experiments are held in memory, over all workspaces. */
  public int experiments() {
    return table.size();
  }

  @Override
  public CompletableFuture<ExperimentTable> current() {
    CompletableFuture<ExperimentTable> answer = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        ends()
            .thenAccept(
                ends -> {
                  waiting.add(new Waiting(ends, answer));
                  answerWaiting();
                })
            .exceptionally(
                failure -> {
                  answer.completeExceptionally(failure);
                  return null;
                });
    return answer.orTimeout(config.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Of every partition the end as of now. */
  private CompletableFuture<Map<TopicPartition, Long>> ends() {
    return kafka
        .admin()
        .describeTopics(List.of(Topics.CONTROL))
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(
            topics -> {
              Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
              topics
                  .get(Topics.CONTROL)
                  .partitions()
                  .forEach(
                      one ->
                          latest.put(
                              new TopicPartition(Topics.CONTROL, one.partition()),
                              OffsetSpec.latest()));
              return kafka.admin().listOffsets(latest).all().toCompletionStage();
            })
        .thenApply(
            offsets ->
                offsets.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset())))
        .toCompletableFuture();
  }

  private void answerWaiting() {
    waiting.removeIf(
        one -> {
          boolean past =
              one.ends().entrySet().stream()
                  .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
          if (past) {
            one.answer().completeAsync(() -> table);
          }
          return past || one.answer().isDone();
        });
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
        read(consumer);
      } catch (InterruptException e) {
        Thread.currentThread().interrupt();
      } catch (KafkaException | SchemaRegistryUnavailableException e) {
        LOG.warn("Experiments cannot be read, trying again: {}", KafkaObstacle.describe(e));
        pause();
      } catch (RuntimeException defect) {
        // without this thread no experiment would be answered until the next start
        LOG.error("Experiments cannot be read, trying again", defect);
        pause();
      }
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.CONTROL).stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .toList();
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, positions.getOrDefault(partition, 0L));
    }
    while (waiting.stream().allMatch(one -> partitions.containsAll(one.ends().keySet()))) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        apply(message);
      }
      // a compacted log has gaps: where the consumer is says more than the last record
      partitions.forEach(one -> positions.put(one, consumer.position(one)));
      answerWaiting();
    }
    LOG.info("{} has more partitions now: they are read too", Topics.CONTROL);
  }

  private void apply(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      table.apply(coder.decode(message.value(), Control.class));
    } catch (UndecodableException unreadable) {
      // the job makes a dead letter of it
      LOG.warn(
          "Offset {} of {} cannot be read: {}",
          message.offset(),
          Topics.CONTROL,
          unreadable.getMessage());
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
