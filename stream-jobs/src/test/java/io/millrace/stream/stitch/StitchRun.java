// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.table.Table;
import io.millrace.stream.Interpretation;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.PriceFiles;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.eviction.StateConfig;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.trace.CostPrecedence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * Drives the stitcher over some arrivals, with barriers, pauses and restarts in between. What it
 * sends is committed to a store when its checkpoint has completed, or a moment later.
 */
final class StitchRun implements AutoCloseable {
  static final int GENERATION = 1;
  static final Duration IDLE = Duration.ofMinutes(10);

  /** Fewer than generated commands name. */
  static final int TAGS_PER_TRACE = 2;

  /** Above any trace of a test, unless it says otherwise. */
  private static final int UNHURRIED = 1_000_000;

  private static final Set<Table> STORED =
      EnumSet.of(Table.SPANS, Table.TRACES, Table.DELETED_SPANS, Table.DELETED_TRACES);

  private StateConfig config;
  private PriceFiles prices = PriceFiles.NONE;
  private KeyedTwoInputStreamOperatorTestHarness<String, SpanArrival, ControlWord, TableRow>
      harness;
  private long checkpointId;
  private int rowsRead;
  private int deltasRead;
  private long nowUnixMilli;

  final CommittedRows committed = new CommittedRows();
  final List<MinuteCell> deltas = new ArrayList<>();

  /** In place of what was deleted, in the order in which they were told. */
  final List<TableRow> deletedRows = new ArrayList<>();

  /** With so many spans of traces in memory at most. */
  StitchRun(int cachedSpans) throws Exception {
    this(cachedSpans, UNHURRIED);
  }

  /** Deriving so many spans of a trace a second. */
  StitchRun(int cachedSpans, int derivedSpansPerSecond) throws Exception {
    config = config(cachedSpans, derivedSpansPerSecond);
    nowUnixMilli = 1_000_000;
    harness = open(null);
  }

  private static StateConfig config(int cachedSpans, int derivedSpansPerSecond) {
    return new StateConfig(
        cachedSpans, IDLE, Duration.ofDays(30), derivedSpansPerSecond, TAGS_PER_TRACE);
  }

  void arrive(SpanArrival arrival) throws Exception {
    // a copy, as the network makes one
    harness.processElement1(new StreamRecord<>(SpanArrival.newBuilder(arrival).build()));
  }

  void control(ControlWord word) throws Exception {
    harness.processElement2(new StreamRecord<>(word));
  }

  /** A checkpoint that completes, but for its rows' commit. */
  void barrier() throws Exception {
    harness.prepareSnapshotPreBarrier(++checkpointId);
    collect();
    harness.notifyOfCompletedCheckpoint(checkpointId);
  }

  /** A checkpoint whose rows are committed. */
  void committedBarrier() throws Exception {
    barrier();
    committed.commit();
  }

  void pause(Duration duration) throws Exception {
    nowUnixMilli += duration.toMillis();
    harness.setStateTtlProcessingTime(nowUnixMilli);
    harness.setProcessingTime(nowUnixMilli);
  }

  /** Long enough for traces that nothing comes for to be let go of, though not yet committed. */
  void idle() throws Exception {
    barrier();
    barrier();
    pause(IDLE.multipliedBy(2));
  }

  /** Long enough for everything to be told, and committed. */
  void settle() throws Exception {
    pause(IDLE);
    committedBarrier();
  }

  /** The same as another build, or under other settings. */
  void restartWith(PriceFiles prices) throws Exception {
    this.prices = prices;
    restart();
  }

  /** The same with so many spans of traces in memory at most. */
  void restartWith(int cachedSpans) throws Exception {
    config = config(cachedSpans, config.derivedSpansPerSecond());
    restart();
  }

  /** A checkpoint, a death, and a restart from it. */
  void restart() throws Exception {
    barrier();
    OperatorSubtaskState state = harness.snapshot(checkpointId, 0);
    harness.close();
    rowsRead = 0;
    deltasRead = 0;
    harness = open(state);
  }

  List<MinuteCell> summed() {
    return MinuteCells.sumByKey(deltas).stream().filter(cell -> !MinuteCells.isZero(cell)).toList();
  }

  TraceStore traces() {
    return ((StitchOperator) harness.getOperator()).traces();
  }

  /** Of the state as a checkpoint would hold it now. */
  long checkpointBytes() throws Exception {
    barrier();
    return harness.snapshot(checkpointId, nowUnixMilli).getStateSize();
  }

  int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numProcessingTimeTimers();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("the harness does not close", e);
    }
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, SpanArrival, ControlWord, TableRow> open(
      OperatorSubtaskState state) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, SpanArrival, ControlWord, TableRow> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new StitchOperator(
                GENERATION,
                new Interpretation(
                    CostPrecedence.COMPUTED, prices, NoisePolicies.parse("keep-bare")),
                config,
                new InMemoryArchive(committed)),
            TraceKey::of,
            null,
            Types.STRING);
    harness.setup(TypeInformation.of(TableRow.class).createSerializer(new SerializerConfigImpl()));
    harness.setStateTtlProcessingTime(nowUnixMilli);
    harness.setProcessingTime(nowUnixMilli);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private void collect() {
    List<TableRow> rows = harness.extractOutputValues();
    for (TableRow row : rows.subList(rowsRead, rows.size())) {
      Table table = Table.valueOf(row.table);
      if (STORED.contains(table)) {
        committed.freeze(table, row.bytes);
      }
      if (table != Table.SPANS && table != Table.TRACES) {
        deletedRows.add(row);
      }
    }
    rowsRead = rows.size();
    var side = harness.getSideOutput(StitchOperator.DELTAS);
    if (side != null) {
      side.stream().skip(deltasRead).forEach(record -> deltas.add(record.getValue()));
      deltasRead = side.size();
    }
  }
}
