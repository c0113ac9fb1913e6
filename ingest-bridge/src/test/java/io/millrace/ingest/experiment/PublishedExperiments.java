// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.schemas.Control;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.UndecodableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The experiments in the records that a fake of Kafka was given. */
public final class PublishedExperiments implements ExperimentSource {
  private final List<OutgoingRecord> records;
  private final SchemaCoder coder;

  public PublishedExperiments(List<OutgoingRecord> records, SchemaCoder coder) {
    this.records = records;
    this.coder = coder;
  }

  @Override
  public CompletableFuture<ExperimentTable> current() {
    ExperimentTable table = new ExperimentTable();
    try {
      for (OutgoingRecord record : records) {
        if (record.topic().equals(Topics.CONTROL)) {
          table.apply(coder.decode(record.value(), Control.class));
        }
      }
    } catch (UndecodableException e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.completedFuture(table);
  }
}
