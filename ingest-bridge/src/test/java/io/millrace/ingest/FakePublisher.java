// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what it is given, and acknowledges, fails or holds back as it is told. */
final class FakePublisher implements RecordPublisher {
  final List<OutgoingRecord> records = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<LogPlace>> heldBack = new CopyOnWriteArrayList<>();
  volatile Predicate<OutgoingRecord> failing = record -> false;
  volatile boolean holding;

  @Override
  public CompletableFuture<LogPlace> publish(OutgoingRecord record) {
    records.add(record);
    if (failing.test(record)) {
      return CompletableFuture.failedFuture(
          new org.apache.kafka.common.errors.TimeoutException("no broker"));
    }
    if (holding) {
      CompletableFuture<LogPlace> held = new CompletableFuture<>();
      heldBack.add(held);
      return held;
    }
    return CompletableFuture.completedFuture(new LogPlace(0, records.size() - 1L));
  }

  int itemCount() {
    return records.stream().mapToInt(OutgoingRecord::itemCount).sum();
  }
}
