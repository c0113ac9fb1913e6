// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.otlp.OutgoingRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaRecordPublisherTest {
  private static final OutgoingRecord RECORD =
      new OutgoingRecord("otlp.spans.v1", new byte[] {1}, new byte[] {2}, 1_700_000_000_000L, 1);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaRecordPublisher publisher =
      new KafkaRecordPublisher(producer, Duration.ofSeconds(1));

  @Test
  void record_isPublishedWhenItIsAcknowledged() {
    CompletableFuture<LogPlace> published = publisher.publish(RECORD);

    assertThat(published).isNotDone();
    producer.completeNext();
    assertThat(published).isCompleted();
    ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
    assertThat(sent.topic()).isEqualTo("otlp.spans.v1");
    assertThat(sent.key()).containsExactly(1);
    assertThat(sent.value()).containsExactly(2);
    assertThat(sent.timestamp()).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void record_thatIsNotAcknowledged_fails() {
    CompletableFuture<LogPlace> published = publisher.publish(RECORD);

    producer.errorNext(new NotEnoughReplicasException("one of two"));

    assertThat(published).isCompletedExceptionally();
  }

  @Test
  void afterASendThatBlocked_othersFailAtOnce() {
    producer.sendException = new TimeoutException("no metadata");
    assertThat(publisher.publish(RECORD)).isCompletedExceptionally();
    producer.sendException = null;

    CompletableFuture<LogPlace> next = publisher.publish(RECORD);

    assertThat(next).isCompletedExceptionally();
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void afterARecordThatWasRefused_othersAreSent() {
    CompletableFuture<LogPlace> refused = publisher.publish(RECORD);
    producer.errorNext(new NotEnoughReplicasException("one of two"));

    CompletableFuture<LogPlace> next = publisher.publish(RECORD);
    producer.completeNext();

    assertThat(refused).isCompletedExceptionally();
    assertThat(next).isCompleted();
  }
}
