// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.TableWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The sink of {@code span_content}: too wide to travel in checkpoints, so written ahead of the
 * barrier, at least once. The row's version is the span's merge rank, so neither repetition nor
 * order changes what is read.
 */
public final class ContentSink implements Sink<TableRow> {
  private static final long serialVersionUID = 1L;

  private final ClickHouseEndpoint endpoint;
  private final int generation;

  /** Inserts at the endpoint; dead letters go to the generation. */
  public ContentSink(ClickHouseEndpoint endpoint, int generation) {
    this.endpoint = endpoint;
    this.generation = generation;
  }

  @Override
  public SinkWriter<TableRow> createWriter(WriterInitContext context) {
    SinkCounters counters = new SinkCounters(context.metricGroup());
    TableWriter tables = new TableWriter(endpoint);
    return new ContentWriter(
        tables::close, new BatchInserter(tables::insert, generation, counters));
  }
}
