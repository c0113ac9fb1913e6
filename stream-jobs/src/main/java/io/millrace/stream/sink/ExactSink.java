// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.TableWriter;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one sink of all exact tables, two-phase.
 *
 * <pre>
 * write rows ─▶ barrier: freeze as batches ─▶ checkpoint N complete ─▶ insert all, progress last
 *                    │                              │
 *                    └ dies here: never visible     └ dies here: the batches are in the checkpoint,
 *                                                     inserted (again) at the restart, harmless
 * </pre>
 */
public final class ExactSink implements Sink<TableRow>, SupportsCommitter<FrozenBatch> {
  private static final long serialVersionUID = 1L;

  private final ClickHouseEndpoint endpoint;
  private final int generation;

  /** Inserts at the endpoint; dead letters go to the generation. */
  public ExactSink(ClickHouseEndpoint endpoint, int generation) {
    this.endpoint = endpoint;
    this.generation = generation;
  }

  @Override
  public SinkWriter<TableRow> createWriter(WriterInitContext context) {
    return new FreezingWriter();
  }

  @Override
  public Committer<FrozenBatch> createCommitter(CommitterInitContext context) {
    SinkCounters counters = new SinkCounters(context.metricGroup());
    TableWriter tables = new TableWriter(endpoint);
    return new TableCommitter(
        tables::close, new BatchInserter(tables::insert, generation, counters), counters);
  }

  @Override
  public SimpleVersionedSerializer<FrozenBatch> getCommittableSerializer() {
    return new FrozenBatchSerializer();
  }
}
