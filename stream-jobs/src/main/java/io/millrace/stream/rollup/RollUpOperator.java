// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import io.millrace.stream.state.StateTypes;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keyed by {@link MinuteCells#key}: adds up signed deltas, and at each barrier writes the absolute
 * sum of each key that changed. Absolute, so that writing it again is harmless; under a lane, a
 * random id drawn with the state entry, so that a state entry that was let go may be begun anew:
 * the views add up the lanes.
 */
public final class RollUpOperator extends AbstractStreamOperator<TableRow>
    implements OneInputStreamOperator<MinuteCell, TableRow> {
  private static final long serialVersionUID = 1L;

  private final int generation;
  private transient ValueState<MinuteTotal> total;

  /** Keys that changed since the last barrier; empty at every snapshot, so no state. */
  private transient Set<String> changedKeys;

  private transient RollUpRows rows;
  private transient long lastCheckpointId;

  /** Writes rows of one generation. */
  public RollUpOperator(int generation) {
    this.generation = generation;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    total =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("total", StateTypes.of(MinuteTotal.class)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    changedKeys = new LinkedHashSet<>();
    rows = new RollUpRows(generation);
  }

  @Override
  public void processElement(StreamRecord<MinuteCell> element) throws Exception {
    MinuteCell delta = element.getValue();
    MinuteTotal held = total.value();
    if (held == null) {
      long lane = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
      total.update(new MinuteTotal(lane, delta));
    } else {
      total.update(new MinuteTotal(held.getLane(), MinuteCells.add(held.getCell(), delta)));
    }
    changedKeys.add((String) getCurrentKey());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    lastCheckpointId = checkpointId;
    write(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    write(lastCheckpointId + 1);
    super.finish();
  }

  private void write(long version) throws Exception {
    for (String key : changedKeys) {
      setCurrentKey(key);
      output.collect(new StreamRecord<>(rows.row(total.value(), version)));
    }
    changedKeys.clear();
  }
}
