// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.UnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class TableCommitterTest {
  @Test
  void commit_insertsProgressAfterAllOthers() throws Exception {
    List<String> inserted = Collections.synchronizedList(new ArrayList<>());
    List<String> failOnce = new ArrayList<>(List.of("spans"));
    BatchInserter.Inserts tables =
        (statement, rows) -> {
          if (failOnce.remove(statement)) {
            throw new UnavailableException("away", null);
          }
          inserted.add(statement);
        };

    try (TableCommitter committer = committer(tables)) {
      committer.commit(
          requests(batch("progress", true), batch("spans", false), batch("traces", false)));
    }

    assertThat(inserted).hasSize(3).endsWith("progress");
  }

  @Test
  void batches_surviveTheirSerializer() throws Exception {
    TableBatchSerializer serializer = new TableBatchSerializer();
    TableBatch batch =
        new TableBatch("INSERT INTO é", new byte[] {1, 2, 3}, new int[] {1, 3}, true);

    TableBatch read = serializer.deserialize(serializer.getVersion(), serializer.serialize(batch));

    assertThat(read).usingRecursiveComparison().isEqualTo(batch);
    assertThat(read.slice(1, 2).bytes()).containsExactly(2, 3);
  }

  private static TableCommitter committer(BatchInserter.Inserts tables) {
    SinkCounters counters = new SinkCounters(new UnregisteredMetricsGroup());
    return new TableCommitter(() -> {}, new BatchInserter(tables, 1, counters), counters);
  }

  private static TableBatch batch(String statement, boolean last) {
    return new TableBatch(statement, new byte[] {1}, new int[] {1}, last);
  }

  private static Collection<CommitRequest<TableBatch>> requests(TableBatch... batches) {
    List<CommitRequest<TableBatch>> requests = new ArrayList<>();
    for (TableBatch batch : batches) {
      requests.add(new FakeRequest(batch));
    }
    return requests;
  }

  private record FakeRequest(TableBatch getCommittable) implements CommitRequest<TableBatch> {
    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("Flink would loop without a pause and give up");
    }

    @Override
    public void updateAndRetryLater(TableBatch updated) {
      throw new AssertionError("Flink would loop without a pause and give up");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("nothing is known to be committed");
    }
  }
}
