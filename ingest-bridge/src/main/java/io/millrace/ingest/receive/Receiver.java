// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.otlp.CutRequest;
import io.millrace.ingest.otlp.MalformedRequestException;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.otlp.Rejections;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.otlp.Signal;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one export request, whichever way it came: cuts it, publishes every record, and answers
 * when Kafka has acknowledged all of them. Thread-safe; {@link #receive} may block for a short
 * while and does not belong on an event loop.
 */
public final class Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

  private final RequestTranslator translator;
  private final RecordPublisher publisher;
  private final Supplier<Optional<String>> obstacle;
  private final BridgeMetrics metrics;

  /**
   * A receiver.
   *
   * @param obstacle why nothing may be taken, known without asking anyone; empty = nothing is in
   *     the way
   */
  public Receiver(
      RequestTranslator translator,
      RecordPublisher publisher,
      Supplier<Optional<String>> obstacle,
      BridgeMetrics metrics) {
    this.translator = translator;
    this.publisher = publisher;
    this.obstacle = obstacle;
    this.metrics = metrics;
  }

  /**
   * Receives a request. The answer completes with what was refused of it (mostly nothing), or with
   * a {@link RefusedException}.
   */
  public CompletableFuture<Rejections> receive(
      RequestTranslator.Export export, Admission.Reservation reservation) {
    Signal signal = export.signal();
    Optional<String> inTheWay = obstacle.get();
    if (inTheWay.isPresent()) {
      return failed(RefusalKind.UNAVAILABLE, inTheWay.get(), null);
    }
    CutRequest cut;
    try {
      // All records are made before the first is published: a refusal leaves nothing half stored.
      cut = translator.translate(export, reservation::grow);
    } catch (MalformedRequestException e) {
      return failed(RefusalKind.INVALID, e.getMessage(), e);
    } catch (SchemaRegistryUnavailableException | SchemaRejectedException e) {
      LOG.warn("A request is refused: {}", e.getMessage());
      return failed(RefusalKind.UNAVAILABLE, "the schema registry cannot be used", e);
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    metrics.received(signal, cut.receivedItems());
    metrics.rejected(signal, cut.rejections());
    return publish(signal, cut.records()).thenApply(nothing -> cut.rejections());
  }

  private CompletableFuture<Void> publish(Signal signal, List<OutgoingRecord> records) {
    List<CompletableFuture<LogPlace>> published = new ArrayList<>(records.size());
    boolean open = true;
    for (OutgoingRecord record : records) {
      if (!open) {
        // The request fails as a whole already: its other records need not wait for a time-out.
        metrics.unavailable(signal, record.itemCount());
        continue;
      }
      CompletableFuture<LogPlace> one = publisher.publish(record);
      published.add(one.whenComplete((place, failure) -> count(signal, record, failure)));
      open = !one.isCompletedExceptionally();
    }
    return CompletableFuture.allOf(published.toArray(CompletableFuture[]::new))
        .exceptionallyCompose(
            failure -> failed(RefusalKind.UNAVAILABLE, "Kafka does not acknowledge", failure));
  }

  private void count(Signal signal, OutgoingRecord record, Throwable failure) {
    if (failure == null) {
      metrics.published(signal, record.itemCount());
    } else {
      metrics.unavailable(signal, record.itemCount());
    }
  }

  private static <T> CompletableFuture<T> failed(RefusalKind kind, String message, Throwable e) {
    return CompletableFuture.failedFuture(new RefusedException(kind, message, e));
  }
}
