// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import io.millrace.stream.state.StateTypes;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
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

  /** Totals in memory beside the state; minutes change often while they are young. */
  private static final int MAX_HELD = 10_000;

  private transient ValueState<MinuteTotal> total;

  /**
   * Totals used last, least recently first. Those changed since the last barrier are all here, the
   * state is written at the barrier: so every snapshot holds them.
   */
  private transient Map<String, MinuteTotal> held;

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
    held = new LinkedHashMap<>(16, 0.75f, true);
    rows = new RollUpRows(generation);
  }

  @Override
  public void processElement(StreamRecord<MinuteCell> element) throws Exception {
    String key = (String) getCurrentKey();
    held.put(key, added(key, element.getValue()));
    changedKeys.add(key);
  }

  private MinuteTotal added(String key, MinuteCell delta) throws IOException {
    MinuteTotal before = held.get(key);
    if (before == null) {
      before = total.value();
    }
    if (before == null) {
      long lane = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
      return new MinuteTotal(lane, delta);
    }
    return new MinuteTotal(before.getLane(), MinuteCells.add(before.getCell(), delta));
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
      MinuteTotal now = held.get(key);
      total.update(now);
      output.collect(new StreamRecord<>(rows.row(now, version)));
    }
    changedKeys.clear();
    trim();
  }

  private void trim() {
    Iterator<String> eldest = held.keySet().iterator();
    for (int excess = held.size() - MAX_HELD; excess > 0; excess--) {
      eldest.next();
      eldest.remove();
    }
  }
}
