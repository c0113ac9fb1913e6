// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import io.millrace.stream.eviction.CompletedCheckpoints;
import io.millrace.stream.eviction.KeyTimers;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import io.millrace.stream.state.StateTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
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
  private final Duration evictAfterIdle;

  /**
   * Totals that stay in memory from one barrier to the next: those that change all the time, such
   * as a model's. Most are a session's, come once or twice, and would only be carried along.
   */
  private static final int MAX_HELD = 2_000;

  private transient ValueState<MinuteTotal> total;
  private transient KeyTimers idleTimers;
  private transient CompletedCheckpoints checkpoints;
  private transient Counter evictedLanes;

  /**
   * Totals used last, least recently first. Those changed since the last barrier are all here, the
   * state is written at the barrier: so every snapshot holds them.
   */
  private transient Map<String, MinuteTotal> held;

  /** Keys that changed since the last barrier; empty at every snapshot, so no state. */
  private transient Set<String> changedKeys;

  private transient RollUpRows rows;
  private transient long lastCheckpointId;

  /**
   * Writes rows of one generation.
   *
   * @param evictAfterIdle how long no delta must have come for an entry before it is let go
   */
  public RollUpOperator(int generation, Duration evictAfterIdle) {
    this.generation = generation;
    this.evictAfterIdle = evictAfterIdle;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    checkpoints = new CompletedCheckpoints(lastCheckpointId);
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
    evictedLanes = getMetricGroup().counter("evictedLanes");
    idleTimers = KeyTimers.open("idle", this, this::evictIfIdle);
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
    long now = idleTimers.nowUnixMilli();
    if (before == null || before.getChangedTimeUnixMilli() == 0) {
      idleTimers.set(now + evictAfterIdle.toMillis());
    }
    if (before == null) {
      long lane = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
      return new MinuteTotal(lane, delta, now, lastCheckpointId);
    }
    MinuteCell sum = MinuteCells.add(before.getCell(), delta);
    return new MinuteTotal(before.getLane(), sum, now, lastCheckpointId);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    lastCheckpointId = checkpointId;
    write(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    checkpoints.completed(checkpointId);
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

  /**
   * An entry has one such timer from when it is made until it is let go. Its last sum was written
   * at the first barrier after its last delta.
   */
  private void evictIfIdle() throws Exception {
    String key = (String) getCurrentKey();
    long now = idleTimers.nowUnixMilli();
    MinuteTotal last = changedKeys.contains(key) ? null : total.value();
    if (last != null
        && now >= last.getChangedTimeUnixMilli() + evictAfterIdle.toMillis()
        && checkpoints.twiceSince(last.getChangedAfterCheckpoint() + 1)) {
      total.clear();
      held.remove(key);
      evictedLanes.inc();
    } else {
      long due = last == null ? 0 : last.getChangedTimeUnixMilli() + evictAfterIdle.toMillis();
      idleTimers.set(due > now ? due : now + evictAfterIdle.toMillis());
    }
  }
}
