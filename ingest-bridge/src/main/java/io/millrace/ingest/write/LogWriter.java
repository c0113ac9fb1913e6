// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Publishes what one write becomes: all of it, or the client is told to try again. */
public final class LogWriter {
  private final RecordPublisher publisher;
  private final Supplier<Optional<String>> obstacle;

  /**
   * A writer.
   *
   * @param obstacle why nothing may be taken, known without asking anyone
   */
  public LogWriter(RecordPublisher publisher, Supplier<Optional<String>> obstacle) {
    this.publisher = publisher;
    this.obstacle = obstacle;
  }

  /** Completes with the records' places when Kafka has acknowledged every one. */
  public CompletableFuture<List<LogPlace>> publish(List<OutgoingRecord> records) {
    Optional<String> inTheWay = obstacle.get();
    if (inTheWay.isPresent()) {
      return CompletableFuture.failedFuture(
          new RefusedException(RefusalKind.UNAVAILABLE, inTheWay.get()));
    }
    List<CompletableFuture<LogPlace>> published = new ArrayList<>();
    records.forEach(record -> published.add(publisher.publish(record)));
    return CompletableFuture.allOf(published.toArray(CompletableFuture[]::new))
        .<List<LogPlace>>handle(
            (nothing, failure) -> {
              if (failure != null) {
                throw new RefusedException(
                    RefusalKind.UNAVAILABLE, "Kafka does not acknowledge", failure);
              }
              return published.stream().map(CompletableFuture::join).toList();
            });
  }
}
