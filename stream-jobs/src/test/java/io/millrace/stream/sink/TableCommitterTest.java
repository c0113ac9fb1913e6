// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
          List.of(batch("progress", true), batch("spans", false), batch("traces", false)));
    }

    assertThat(inserted).hasSize(3).endsWith("progress");
  }

  private static TableCommitter committer(BatchInserter.Inserts tables) {
    SinkCounters counters = new SinkCounters(new UnregisteredMetricsGroup());
    return new TableCommitter(() -> {}, new BatchInserter(tables, 1, counters), counters);
  }

  private static FrozenBatch batch(String statement, boolean last) {
    return FrozenBatch.of(
        new TableBatch(statement, ByteBuffer.wrap(new byte[] {1}), new int[] {1}, last));
  }
}
