// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.otlp.OutgoingRecord;
import java.util.concurrent.CompletableFuture;

/** Where records go. Thread-safe. */
@FunctionalInterface
public interface RecordPublisher {
  /**
   * Publishes a record. Completes with its place when it is stored on all in-sync replicas,
   * exceptionally when that is not known within the delivery time-out; never throws.
   */
  CompletableFuture<LogPlace> publish(OutgoingRecord record);
}
