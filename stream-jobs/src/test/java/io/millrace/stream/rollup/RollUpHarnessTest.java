// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.row.ToolMinuteRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import io.millrace.stream.state.RollUpTable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RollUpHarnessTest {
  private static final int GENERATION = 1;
  private static final Duration IDLE = Duration.ofMinutes(10);

  @Test
  void sums_areWrittenAbsoluteOnceAKeyAndBarrier() throws Exception {
    var harness = open(null);
    harness.processElement(new StreamRecord<>(delta(2, 1)));
    harness.processElement(new StreamRecord<>(delta(3, 0)));
    harness.prepareSnapshotPreBarrier(7);
    harness.prepareSnapshotPreBarrier(8);

    assertThat(bytes(harness)).containsExactly(row(lane(harness), 5, 1, 7));
    harness.close();
  }

  @Test
  void sums_goOnInTheirLaneAfterARestart() throws Exception {
    var before = open(null);
    before.processElement(new StreamRecord<>(delta(2, 1)));
    before.prepareSnapshotPreBarrier(7);
    long lane = lane(before);
    OperatorSubtaskState state = before.snapshot(7, 0);
    before.close();

    var after = open(state);
    after.processElement(new StreamRecord<>(delta(-1, -1)));
    after.prepareSnapshotPreBarrier(8);

    assertThat(bytes(after)).containsExactly(row(lane, 1, 0, 8));
    after.close();
  }

  @Test
  void idleSum_isLetGoOf_andBegunAnewInAnotherLane() throws Exception {
    var harness = open(null);
    harness.processElement(new StreamRecord<>(delta(2, 1)));
    harness.prepareSnapshotPreBarrier(7);
    long lane = lane(harness);
    harness.notifyOfCompletedCheckpoint(7);
    harness.setProcessingTime(2 * IDLE.toMillis());
    assertThat(harness.numKeyedStateEntries()).as("after one checkpoint").isEqualTo(1);
    harness.notifyOfCompletedCheckpoint(8);
    harness.setProcessingTime(3 * IDLE.toMillis());
    assertThat(harness.numKeyedStateEntries()).as("after two checkpoints").isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();

    harness.processElement(new StreamRecord<>(delta(-2, -1)));
    harness.prepareSnapshotPreBarrier(9);
    assertThat(lane(harness)).isNotEqualTo(lane);
    assertThat(bytes(harness)).containsExactly(row(lane, 2, 1, 7), row(lane(harness), -2, -1, 9));
    harness.close();
  }

  @Test
  void sumThatChanges_stays() throws Exception {
    var harness = open(null);
    for (int checkpoint = 1; checkpoint < 9; checkpoint++) {
      harness.processElement(new StreamRecord<>(delta(1, 0)));
      harness.prepareSnapshotPreBarrier(checkpoint);
      harness.notifyOfCompletedCheckpoint(checkpoint);
      harness.setProcessingTime(checkpoint * IDLE.toMillis() * 3 / 4);
    }
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
    harness.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, MinuteCell, TableRow> open(
      OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new RollUpOperator(GENERATION, IDLE), MinuteCells::key, Types.STRING);
    harness.setup(TypeInformation.of(TableRow.class).createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static long lane(
      KeyedOneInputStreamOperatorTestHarness<String, MinuteCell, TableRow> harness)
      throws Exception {
    return harness
        .getOperator()
        .<String>getKeyedStateBackend()
        .getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>("total", new AvroTypeInfo<>(MinuteTotal.class)))
        .value()
        .getLane();
  }

  private static MinuteCell delta(long calls, long errors) {
    return MinuteCells.of(
        RollUpTable.TOOLS,
        0,
        List.of("w", "0", "service", "agent", "search"),
        List.of(calls, errors),
        Collections.singletonList(null));
  }

  private static byte[] row(long lane, long calls, long errors, long version) {
    return Table.TOOL_MINUTES.encode(
        new ToolMinuteRow(
            GENERATION,
            0,
            "w",
            "0",
            "service",
            "agent",
            "search",
            lane,
            calls,
            errors,
            Map.of(),
            version));
  }

  private static List<byte[]> bytes(
      KeyedOneInputStreamOperatorTestHarness<String, MinuteCell, TableRow> harness) {
    return harness.extractOutputValues().stream().map(row -> row.bytes).toList();
  }
}
