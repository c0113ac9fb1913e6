// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExactSinkHarnessTest {
  private record Insert(String statement, ByteBuffer rows) {}

  /** Static, since Flink copies the operator. */
  private static final List<Insert> INSERTED = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    INSERTED.clear();
  }

  @Test
  void rows_areInsertedWhenTheirCheckpointIsComplete_progressLast() throws Exception {
    var harness = open(null);
    harness.processElement(row(Table.PROGRESS, 9));
    harness.processElement(row(Table.SPANS, 1));
    harness.processElement(row(Table.SPANS, 2));
    harness.snapshot(7, 0);
    harness.processElement(row(Table.SPANS, 3));
    assertThat(INSERTED).isEmpty();

    harness.notifyOfCompletedCheckpoint(7);

    assertThat(INSERTED).containsExactly(insert(Table.SPANS, 1, 2), insert(Table.PROGRESS, 9));
    harness.notifyOfCompletedCheckpoint(7);
    assertThat(INSERTED).as("inserted once").hasSize(2);
    harness.close();
  }

  @Test
  void rowsOfADeclinedCheckpoint_goWithTheNextThatCompletes() throws Exception {
    var harness = open(null);
    harness.processElement(row(Table.SPANS, 1));
    harness.snapshot(7, 0);
    harness.processElement(row(Table.SPANS, 2));
    harness.snapshot(8, 0);
    harness.processElement(row(Table.SPANS, 3));
    harness.snapshot(9, 0);

    harness.notifyOfCompletedCheckpoint(8);

    assertThat(INSERTED).containsExactlyInAnyOrder(insert(Table.SPANS, 1), insert(Table.SPANS, 2));
    harness.notifyOfCompletedCheckpoint(9);
    assertThat(INSERTED).hasSize(3).contains(insert(Table.SPANS, 3));
    harness.close();
  }

  @Test
  void rowsOfARestoredCheckpoint_areInsertedBeforeAnythingIsRead_andOnce() throws Exception {
    var before = open(null);
    before.processElement(row(Table.SPANS, 1));
    before.snapshot(7, 0);
    before.processElement(row(Table.SPANS, 2));
    OperatorSubtaskState state = before.snapshot(8, 0);
    before.close();
    assertThat(INSERTED).isEmpty();

    var after = open(state);
    assertThat(INSERTED).containsExactlyInAnyOrder(insert(Table.SPANS, 1), insert(Table.SPANS, 2));
    after.snapshot(9, 0);
    after.notifyOfCompletedCheckpoint(9);
    assertThat(INSERTED).hasSize(2);
    after.close();
  }

  private static OneInputStreamOperatorTestHarness<TableRow, Void> open(OperatorSubtaskState state)
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new ExactSinkOperator(
                counters ->
                    new TableCommitter(
                        () -> {},
                        new BatchInserter(
                            (statement, rows) -> INSERTED.add(new Insert(statement, rows)),
                            1,
                            counters),
                        counters)));
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static StreamRecord<TableRow> row(Table table, int value) {
    return new StreamRecord<>(new TableRow(table, new byte[] {(byte) value}));
  }

  private static Insert insert(Table table, int... values) {
    byte[] rows = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      rows[i] = (byte) values[i];
    }
    return new Insert(table.insertStatement(), ByteBuffer.wrap(rows));
  }
}
