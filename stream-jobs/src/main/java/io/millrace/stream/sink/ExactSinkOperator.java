// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.TableWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The one sink of all exact tables, two-phase.
 *
 * <pre>
 * write rows ─▶ barrier: freeze as batches ─▶ checkpoint N complete ─▶ insert all, progress last
 *                    │                              │
 *                    └ dies here: never visible     └ dies here: the batches are in the checkpoint,
 *                                                     inserted (again) at the restart, harmless
 * </pre>
 *
 * <p>An operator and no {@code Sink}: between writer and committer Flink copies what is to be
 * committed six times, here once.
 */
public final class ExactSinkOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<TableRow, Void> {
  private static final long serialVersionUID = 1L;

  /** Makes what inserts, where the operator runs. */
  interface Committers extends Serializable {
    TableCommitter open(SinkCounters counters);
  }

  private final Committers committers;
  private transient BatchFreezer rows;
  private transient TableCommitter committer;
  private transient ListState<byte[]> frozenState;

  /**
   * By checkpoint: what is not inserted. More than one where a checkpoint was declined; its batches
   * go with the next that completes.
   */
  private transient NavigableMap<Long, List<FrozenBatch>> frozen;

  /** Inserts at the endpoint; dead letters go to the generation. */
  public ExactSinkOperator(ClickHouseEndpoint endpoint, int generation) {
    this(
        counters -> {
          TableWriter tables = new TableWriter(endpoint);
          return new TableCommitter(
              tables::close, new BatchInserter(tables::insert, generation, counters), counters);
        });
  }

  ExactSinkOperator(Committers committers) {
    this.committers = committers;
  }

  /** Inserts what the restored checkpoint has frozen before anything is read. */
  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    rows = new BatchFreezer();
    frozen = new TreeMap<>();
    committer = committers.open(new SinkCounters(getMetricGroup()));
    frozenState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "frozen", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    List<FrozenBatch> restored = new ArrayList<>();
    for (byte[] batch : frozenState.get()) {
      restored.add(new FrozenBatch(batch));
    }
    committer.commit(restored);
  }

  @Override
  public void processElement(StreamRecord<TableRow> element) {
    rows.add(element.getValue());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    frozen.put(context.getCheckpointId(), rows.freeze());
    frozenState.update(
        frozen.values().stream().flatMap(Collection::stream).map(FrozenBatch::bytes).toList());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    NavigableMap<Long, List<FrozenBatch>> complete = frozen.headMap(checkpointId, true);
    committer.commit(complete.values().stream().flatMap(Collection::stream).toList());
    complete.clear();
  }

  @Override
  public void close() throws Exception {
    if (committer != null) {
      committer.close();
    }
    super.close();
  }
}
