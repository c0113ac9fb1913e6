// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.table.Table;
import io.millrace.stream.Interpretation;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.PriceFiles;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.trace.CostPrecedence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Drives the stitcher over some arrivals, with barriers and restarts in between, and keeps what a
 * store would hold.
 */
final class StitchRun implements AutoCloseable {
  static final int GENERATION = 1;

  private final int cachedSpans;
  private KeyedOneInputStreamOperatorTestHarness<String, SpanArrival, TableRow> harness;
  private long checkpointId;
  private int rowsRead;
  private int deltasRead;

  /**
   * The newest row of each span, without its version; a trace's row and the checkpoint that told
   * it.
   */
  final Map<String, byte[]> spanRows = new HashMap<>();

  byte[] traceRow;
  long traceRowVersion;
  final List<MinuteCell> deltas = new ArrayList<>();

  /** With so many spans of traces in memory at most. */
  StitchRun(int cachedSpans) throws Exception {
    this.cachedSpans = cachedSpans;
    harness = open(null);
  }

  void arrive(SpanArrival arrival) throws Exception {
    // a copy, as the network makes one
    harness.processElement(new StreamRecord<>(SpanArrival.newBuilder(arrival).build()));
  }

  void barrier() throws Exception {
    harness.prepareSnapshotPreBarrier(++checkpointId);
    collect();
  }

  /** A checkpoint, a death, and a restart from it. */
  void restart() throws Exception {
    barrier();
    OperatorSubtaskState state = harness.snapshot(checkpointId, 0);
    harness.close();
    harness = open(state);
    rowsRead = 0;
    deltasRead = 0;
  }

  List<MinuteCell> summed() {
    return MinuteCells.sumByKey(deltas).stream().filter(cell -> !MinuteCells.isZero(cell)).toList();
  }

  TraceStore traces() {
    return ((StitchOperator) harness.getOperator()).traces();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("the harness does not close", e);
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, SpanArrival, TableRow> open(
      OperatorSubtaskState state) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, SpanArrival, TableRow> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new StitchOperator(
                GENERATION,
                new Interpretation(
                    CostPrecedence.COMPUTED, PriceFiles.NONE, NoisePolicies.parse("keep-bare")),
                cachedSpans),
            TraceKey::of,
            Types.STRING);
    harness.setup(TypeInformation.of(TableRow.class).createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private void collect() {
    List<TableRow> rows = harness.extractOutputValues();
    for (TableRow row : rows.subList(rowsRead, rows.size())) {
      if (row.table.equals(Table.SPANS.name())) {
        spanRows.put(spanId(row.bytes), withoutVersion(row.bytes));
      } else {
        traceRow = row.bytes;
        traceRowVersion = checkpointId;
      }
    }
    rowsRead = rows.size();
    var side = harness.getSideOutput(StitchOperator.DELTAS);
    if (side != null) {
      side.stream().skip(deltasRead).forEach(record -> deltas.add(record.getValue()));
      deltasRead = side.size();
    }
  }

  static byte[] withoutVersion(byte[] row) {
    return Arrays.copyOf(row, row.length - Long.BYTES);
  }

  /** Reads the leading columns: gen, then strings. */
  private static String spanId(byte[] row) {
    int position = Integer.BYTES;
    for (Map.Entry<String, String> column :
        Table.SPANS.columns().subList(1, Table.SPANS.columns().size())) {
      int length = row[position];
      if (column.getKey().equals("span_id")) {
        return new String(row, position + 1, length, StandardCharsets.UTF_8);
      }
      position += 1 + length;
    }
    throw new AssertionError("span_rows has no span_id");
  }
}
