// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.row.SpanRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.Interpretation;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.Ledger;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by workspace and trace: holds the set of a trace's spans and, at each barrier, derives the
 * rows of every trace that changed since the last one and sends on those rows, and those minutes,
 * that came out different. A trace that changed a hundred times between two barriers is one row.
 * The version of a row is the checkpoint's id: it grows over restarts, and rows of a checkpoint
 * that never completed were never visible.
 */
public final class StitchOperator extends AbstractStreamOperator<TableRow>
    implements OneInputStreamOperator<SpanArrival, TableRow> {
  /** Signed changes of minutes. */
  public static final OutputTag<MinuteCell> DELTAS =
      new OutputTag<>("deltas", StateTypes.of(MinuteCell.class));

  private static final long serialVersionUID = 1L;

  private final int generation;
  private final Interpretation interpretation;
  private final int cachedSpans;

  private transient TraceStore traces;

  /** Keys that changed since the last barrier; empty at every snapshot, so no state. */
  private transient Set<String> changedKeys;

  /** Changes of minutes that are not sent yet; empty at every snapshot. */
  private transient List<MinuteCell> deltas;

  private transient RepeatedTexts repeatedTexts;
  private transient Ledger ledger;
  private transient TraceDeriver deriver;
  private transient long lastCheckpointId;

  /**
   * Writes rows of one generation.
   *
   * @param cachedSpans spans of traces that a subtask keeps in memory beside its state
   */
  public StitchOperator(int generation, Interpretation interpretation, int cachedSpans) {
    this.generation = generation;
    this.interpretation = interpretation;
    this.cachedSpans = cachedSpans;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    traces = new TraceStore(context.getKeyedStateStore(), this, cachedSpans);
    traces.register(getMetricGroup());
  }

  @Override
  public void open() throws Exception {
    super.open();
    changedKeys = new LinkedHashSet<>();
    deltas = new ArrayList<>();
    repeatedTexts = new RepeatedTexts();
    ledger = new Ledger();
    deriver = new TraceDeriver(interpretation.prices().book(), interpretation.costPrecedence());
  }

  @Override
  public void processElement(StreamRecord<SpanArrival> element) throws Exception {
    SpanArrival arrival = element.getValue();
    String key = (String) getCurrentKey();
    HeldTrace trace = traces.get(key);
    boolean seen = trace.holds(arrival.getFact().getSpanId());
    count(seen ? Ledger.Entry.DUPLICATE : Ledger.Entry.FIRST_SEEN, arrival);
    repeatedTexts.share(arrival.getFact());
    if (trace.take(arrival)) {
      changedKeys.add(key);
    }
    if (!seen) {
      traces.grew(1);
    }
    traces.trim();
  }

  private void count(Ledger.Entry entry, SpanArrival arrival) {
    ledger.count(entry, arrival.getWorkspace(), arrival.getFact().getReceivedTimeUnixNano(), 1);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    lastCheckpointId = checkpointId;
    tellChanges(checkpointId);
  }

  /**
   * At the end of a bounded input nothing may be sent at the final barrier any more: told now,
   * under the next version.
   */
  @Override
  public void finish() throws Exception {
    tellChanges(lastCheckpointId + 1);
    super.finish();
  }

  /** For tests. */
  TraceStore traces() {
    return traces;
  }

  private void tellChanges(long version) throws Exception {
    deltas.addAll(ledger.drain());
    for (String key : changedKeys) {
      setCurrentKey(key);
      HeldTrace trace = traces.get(key);
      tellTrace(TraceKey.parse(key), trace, version);
      traces.save(trace);
      traces.trim();
    }
    changedKeys.clear();
    sendDeltas();
  }

  private void tellTrace(TraceKey key, HeldTrace trace, long version) {
    TraceStory story = deriver.derive(input(key, trace));
    for (SpanRow span : story.spans()) {
      VersionedRow.OfSpan row = VersionedRow.of(span);
      if (trace.tellSpan(row.spanId(), row.fingerprint())) {
        output.collect(new StreamRecord<>(new TableRow(Table.SPANS, row.bytes(version))));
      }
    }
    if (trace.tellRow(VersionedRow.fingerprint(story.trace()))) {
      tellTraceRow(story, version);
    }
    deltas.addAll(MinuteCells.difference(story.cells(), trace.tellCells(story.cells())));
  }

  private TraceInput input(TraceKey key, HeldTrace trace) {
    return new TraceInput(
        generation,
        key.workspace(),
        key.traceId(),
        trace.facts(),
        trace.texts().getRequest(),
        trace.texts().getResponse());
  }

  private void tellTraceRow(TraceStory story, long version) {
    long now = TimeUnit.MILLISECONDS.toNanos(getProcessingTimeService().getCurrentProcessingTime());
    TableRow row = new TableRow(Table.TRACES, VersionedRow.versioned(story.trace(), now, version));
    output.collect(new StreamRecord<>(row));
  }

  /** Many traces change the same minutes: what they change together is sent once. */
  private void sendDeltas() {
    for (MinuteCell delta : MinuteCells.sumByKey(deltas)) {
      if (!MinuteCells.isZero(delta)) {
        output.collect(DELTAS, new StreamRecord<>(delta));
      }
    }
    deltas.clear();
  }
}
