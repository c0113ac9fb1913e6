// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.schemas.AvroTrust;
import io.millrace.sql.table.Table;
import io.millrace.stream.Interpretation;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.Ledger;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceTexts;
import io.millrace.stream.state.TraceTold;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
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
      new OutputTag<>("deltas", new AvroTypeInfo<>(MinuteCell.class));

  private static final long serialVersionUID = 1L;

  static {
    AvroTrust.grant();
  }

  private final int generation;
  private final Interpretation interpretation;

  private transient MapState<String, SpanFact> facts;
  private transient MapState<String, Long> toldSpans;
  private transient ValueState<TraceTexts> texts;
  private transient ValueState<TraceTold> told;

  /** Keys that changed since the last barrier; empty at every snapshot, so no state. */
  private transient Set<String> changedKeys;

  private transient Ledger ledger;
  private transient TraceDeriver deriver;
  private transient long lastCheckpointId;

  /** Writes rows of one generation. */
  public StitchOperator(int generation, Interpretation interpretation) {
    this.generation = generation;
    this.interpretation = interpretation;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    facts =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(
                    "facts", Types.STRING, new AvroTypeInfo<>(SpanFact.class)));
    toldSpans =
        context
            .getKeyedStateStore()
            .getMapState(new MapStateDescriptor<>("told-spans", Types.STRING, Types.LONG));
    texts =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("texts", new AvroTypeInfo<>(TraceTexts.class)));
    told =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("told", new AvroTypeInfo<>(TraceTold.class)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    changedKeys = new LinkedHashSet<>();
    ledger = new Ledger();
    deriver = new TraceDeriver(interpretation.prices().book(), interpretation.costPrecedence());
  }

  @Override
  public void processElement(StreamRecord<SpanArrival> element) throws Exception {
    SpanArrival arrival = element.getValue();
    boolean spanChanged = hold(arrival);
    boolean textChanged = remember(arrival);
    if (spanChanged || textChanged) {
      changedKeys.add((String) getCurrentKey());
    }
  }

  private boolean hold(SpanArrival arrival) throws Exception {
    SpanFact arrived = arrival.getFact();
    SpanFact held = facts.get(arrived.getSpanId());
    Ledger.Entry entry = held == null ? Ledger.Entry.FIRST_SEEN : Ledger.Entry.DUPLICATE;
    ledger.count(entry, arrival.getWorkspace(), arrived.getReceivedTimeUnixNano(), 1);
    SpanFact merged = held == null ? arrived : FactMerge.merge(held, arrived);
    if (merged.equals(held)) {
      return false;
    }
    facts.put(arrived.getSpanId(), merged);
    return true;
  }

  private boolean remember(SpanArrival arrival) throws Exception {
    if (arrival.getRequestPreview().isEmpty() && arrival.getResponsePreview().isEmpty()) {
      return false;
    }
    TraceTexts remembered = textsOrNew();
    boolean changed = Previews.update(remembered, arrival);
    if (changed) {
      texts.update(remembered);
    }
    return changed;
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

  private void tellChanges(long version) throws Exception {
    ledger.drain().forEach(this::sendDelta);
    for (String key : changedKeys) {
      setCurrentKey(key);
      tellTrace(TraceKey.parse(key), version);
    }
    changedKeys.clear();
  }

  private void tellTrace(TraceKey key, long version) throws Exception {
    TraceStory story = deriver.derive(input(key));
    TraceTold before = told.value();
    long fingerprint = VersionedRow.fingerprint(story.trace());
    tellSpans(story, version);
    if (before == null || before.getRowFingerprint() != fingerprint) {
      tellTraceRow(story, version);
    }
    List<MinuteCell> cellsBefore = before == null ? List.of() : before.getCells();
    MinuteCells.difference(story.cells(), cellsBefore).forEach(this::sendDelta);
    told.update(new TraceTold(fingerprint, story.cells()));
  }

  private TraceInput input(TraceKey key) throws Exception {
    List<SpanFact> all = new ArrayList<>();
    facts.values().forEach(all::add);
    TraceTexts remembered = textsOrNew();
    return new TraceInput(
        generation,
        key.workspace(),
        key.traceId(),
        all,
        remembered.getRequest(),
        remembered.getResponse());
  }

  private void tellSpans(TraceStory story, long version) throws Exception {
    for (VersionedRow.OfSpan row : VersionedRow.ofSpans(story.spans())) {
      Long told = toldSpans.get(row.spanId());
      if (told == null || told != row.fingerprint()) {
        toldSpans.put(row.spanId(), row.fingerprint());
        output.collect(new StreamRecord<>(new TableRow(Table.SPANS, row.bytes(version))));
      }
    }
  }

  private void tellTraceRow(TraceStory story, long version) {
    long now = TimeUnit.MILLISECONDS.toNanos(getProcessingTimeService().getCurrentProcessingTime());
    TableRow row = new TableRow(Table.TRACES, VersionedRow.versioned(story.trace(), now, version));
    output.collect(new StreamRecord<>(row));
  }

  private void sendDelta(MinuteCell delta) {
    output.collect(DELTAS, new StreamRecord<>(delta));
  }

  private TraceTexts textsOrNew() throws Exception {
    TraceTexts remembered = texts.value();
    return remembered == null ? TraceTexts.newBuilder().build() : remembered;
  }
}
