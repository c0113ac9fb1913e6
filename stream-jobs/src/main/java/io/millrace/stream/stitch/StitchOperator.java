// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.Interpretation;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.control.Controls;
import io.millrace.stream.eviction.CompletedCheckpoints;
import io.millrace.stream.eviction.KeyTimers;
import io.millrace.stream.eviction.StateConfig;
import io.millrace.stream.recall.Recalls;
import io.millrace.stream.recall.TraceArchive;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.Ledger;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.state.TraceNotes;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.trace.TraceDeriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by workspace and trace: holds the set of a trace's spans and, at each barrier, derives the
 * rows of every trace that changed since the last one and sends on those rows, and those minutes,
 * that came out different. A trace that changed a hundred times between two barriers is one row.
 * The version of a row is the checkpoint's id: it grows over restarts, and rows of a checkpoint
 * that never completed were never visible.
 *
 * <p>A trace to which nothing has come for long, and whose rows are committed, leaves the state; a
 * span that comes for it has it loaded back from its rows. All that is being loaded is awaited
 * before a barrier, so a prefix of the log is told whole.
 *
 * <p>What control.v1 says is broadcast: prices of one's own, and whose spans are deleted.
 */
public final class StitchOperator extends AbstractStreamOperator<TableRow>
    implements TwoInputStreamOperator<SpanArrival, ControlWord, TableRow> {
  /** Signed changes of minutes. */
  public static final OutputTag<MinuteCell> DELTAS =
      new OutputTag<>("deltas", StateTypes.of(MinuteCell.class));

  private static final long serialVersionUID = 1L;

  private final int generation;
  private final Interpretation interpretation;
  private final StateConfig stateConfig;
  private final TraceArchive.Factory archive;

  private static final TraceNotes NO_NOTES = TraceNotes.newBuilder().build();

  private transient TraceStore traces;

  /**
   * What came by REST. It stays when the trace is evicted: it is little, and few traces have it. Of
   * a trace that never had a span it goes when none can come any more.
   */
  private transient ValueState<TraceNotes> notes;

  private transient BroadcastState<String, ControlWord> controlState;
  private transient Controls controls;
  private transient Recalls recalls;
  private transient DerivationPace pace;
  private transient KeyTimers idleTimers;
  private transient KeyTimers deriveTimers;
  private transient KeyTimers unseenTimers;
  private transient CompletedCheckpoints checkpoints;

  /** Keys that changed since the last barrier; empty at every snapshot, so no state. */
  private transient Set<String> changedKeys;

  /** Changes of minutes that are not sent yet; empty at every snapshot. */
  private transient List<MinuteCell> deltas;

  private transient Ledger ledger;
  private transient TraceTeller teller;
  private transient Counter postponedTraces;
  private transient Counter droppedTags;
  private transient long lastCheckpointId;
  private transient boolean finishing;

  /**
   * Writes rows of one generation.
   *
   * @param stateConfig of this subtask
   * @param archive where traces that were let go are found again
   */
  public StitchOperator(
      int generation,
      Interpretation interpretation,
      StateConfig stateConfig,
      TraceArchive.Factory archive) {
    this.generation = generation;
    this.interpretation = interpretation;
    this.stateConfig = stateConfig;
    this.archive = archive;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    checkpoints = new CompletedCheckpoints(lastCheckpointId);
    traces = new TraceStore(context.getKeyedStateStore(), this, stateConfig);
    traces.register(getMetricGroup());
    notes =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("notes", StateTypes.of(TraceNotes.class)));
    controlState = context.getOperatorStateStore().getBroadcastState(Controls.state());
  }

  @Override
  public void open() throws Exception {
    super.open();
    changedKeys = new LinkedHashSet<>();
    deltas = new ArrayList<>();
    ledger = new Ledger();
    controls = new Controls(controlState, interpretation.prices().book());
    controls.register(getMetricGroup());
    teller =
        new TraceTeller(
            generation,
            new TraceDeriver(controls::bookOf, interpretation.costPrecedence()),
            ledger,
            row -> output.collect(new StreamRecord<>(row)));
    pace = new DerivationPace(stateConfig.derivedSpansPerSecond());
    recalls = new Recalls(archive, getMetricGroup());
    postponedTraces = getMetricGroup().counter("postponedTraces");
    droppedTags = getMetricGroup().counter("droppedTags");
    idleTimers = KeyTimers.open("idle", this, this::evictIfIdle);
    deriveTimers = KeyTimers.open("derive", this, this::deriveIfUntold);
    unseenTimers = KeyTimers.open("unseen", this, this::forgetIfUnseen);
  }

  @Override
  public void processElement1(StreamRecord<SpanArrival> element) throws Exception {
    SpanArrival arrival = element.getValue();
    String key = (String) getCurrentKey();
    if (recalls.isAnyBack()) {
      takeBack(recalls.take());
      setCurrentKey(key);
    }
    if (recalls.isWaiting(key)) {
      recalls.addFurther(key, arrival);
    } else {
      HeldTrace trace = traces.get(key);
      if (trace == null) {
        recalls.add(key, traces.evictedVersion(), arrival);
      } else {
        take(key, trace, arrival);
      }
    }
    traces.trim();
    while (recalls.waitingSpans() > stateConfig.cachedSpans()) {
      takeBack(recalls.take());
    }
  }

  /**
   * From now on each trace is derived by it. What was told before is shown, and who deletes a
   * session asks the views for it when they are past this word; so only what is in memory, and
   * perhaps not told yet, is looked through.
   */
  @Override
  public void processElement2(StreamRecord<ControlWord> element) throws Exception {
    if (controls.take(element.getValue())) {
      traces.forEachInMemory(
          (key, trace) -> {
            if (!deletedParts(key, trace, trace.facts()).isEmpty()) {
              changedKeys.add(key);
            }
          });
    }
  }

  private List<DeletedPart> deletedParts(String key, HeldTrace trace, List<SpanFact> facts) {
    return controls.deletedParts(TraceKey.parse(key).workspace(), facts, trace.info());
  }

  /** The current key must be the trace's. */
  private void take(String key, HeldTrace trace, SpanArrival arrival) throws Exception {
    if (arrival.getCommand() != null) {
      take(arrival.getCommand(), key, trace);
      return;
    }
    String spanId = arrival.getSpanId();
    traces.need(trace, spanId);
    boolean seen = trace.holds(spanId);
    ledger.count(
        seen ? Ledger.Entry.DUPLICATE : Ledger.Entry.FIRST_SEEN,
        arrival.getWorkspace(),
        arrival.getReceivedTimeUnixNano(),
        1);
    if (trace.take(arrival)) {
      changedKeys.add(key);
    }
    if (!seen) {
      traces.grew(1);
    }
  }

  private void take(TraceCommand command, String key, HeldTrace trace) throws Exception {
    TraceNotes before = notes();
    if (isFirstWord(trace, before) && !command.getDeletes()) {
      unseenTimers.set(unseenTimers.nowUnixMilli() + stateConfig.tombstoneTime().toMillis());
    }
    if (command.getInfo() != null && !before.getDeleted() && trace.takeInfo(command.getInfo())) {
      changedKeys.add(key);
    }
    TraceNotes after = TraceNoteMerge.merge(before, command, stateConfig.tagsPerTrace());
    if (TraceNoteMerge.dropsTag(after, command)) {
      droppedTags.inc();
    }
    if (!after.equals(before)) {
      notes.update(after);
      changedKeys.add(key);
    }
  }

  private static boolean isFirstWord(HeldTrace trace, TraceNotes said) {
    return trace.isUnseen() && trace.info() == null && said.equals(NO_NOTES);
  }

  /** For as long as a trace's spans can come, what was said of it waits for them. */
  private void forgetIfUnseen() throws Exception {
    if (!notes().getDeleted() && traces.forgetIfUnseen((String) getCurrentKey())) {
      notes.clear();
    }
  }

  /** Of the current key. */
  private TraceNotes notes() throws Exception {
    TraceNotes held = notes.value();
    return held == null ? NO_NOTES : held;
  }

  private void takeBack(Recalls.Recalled recalled) throws Exception {
    setCurrentKey(recalled.key());
    HeldTrace trace = new HeldTrace(recalled.trace(), idleTimers.nowUnixMilli());
    traces.revive(recalled.key(), trace);
    setIdleTimer();
    for (SpanArrival arrival : recalled.arrivals()) {
      take(recalled.key(), trace, arrival);
    }
    traces.trim();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    lastCheckpointId = checkpointId;
    tellChanges(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    checkpoints.completed(checkpointId);
  }

  /**
   * At the end of a bounded input nothing may be sent at the final barrier any more: told now,
   * under the next version.
   */
  @Override
  public void finish() throws Exception {
    finishing = true;
    deriveTimers.runAll();
    tellChanges(lastCheckpointId + 1);
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (recalls != null) {
      recalls.close();
    }
    super.close();
  }

  /** For tests. */
  TraceStore traces() {
    return traces;
  }

  private void tellChanges(long version) throws Exception {
    while (recalls.isAnyWaiting()) {
      takeBack(recalls.take());
    }
    for (String key : lastChangedFirst()) {
      setCurrentKey(key);
      HeldTrace trace = traces.get(key);
      long now = idleTimers.nowUnixMilli();
      if (finishing || pace.isDue(trace, now)) {
        tell(key, trace, version, now);
      } else {
        postpone(trace);
      }
      traces.save(trace);
      traces.letRest(key, trace);
      traces.trim();
    }
    changedKeys.clear();
    deltas.addAll(ledger.drain());
    sendDeltas();
  }

  /**
   * The first may have left the memory: told first, each would come back in the next one's place.
   */
  private List<String> lastChangedFirst() {
    List<String> keys = new ArrayList<>(changedKeys);
    Collections.reverse(keys);
    return keys;
  }

  private void tell(String key, HeldTrace trace, long version, long now) throws Exception {
    traces.needAll(trace);
    List<SpanFact> facts = trace.facts();
    TraceNotes said = TraceNoteMerge.merge(notes(), deletedParts(key, trace, facts));
    if (trace.spanCount() == 0 && !said.getDeleted()) {
      return; // what was said of it waits for its spans
    }
    boolean first = !trace.wasTold();
    deltas.addAll(teller.tell(TraceKey.parse(key), trace, facts, said, version, now));
    if (first) {
      setIdleTimer();
    }
  }

  /** The later it is due the more spans have come: each time it is put off has its timer. */
  private void postpone(HeldTrace trace) {
    trace.postpone();
    postponedTraces.inc();
    deriveTimers.set(pace.dueUnixMilli(trace));
  }

  private void deriveIfUntold() throws Exception {
    String key = (String) getCurrentKey();
    TraceSummary summary = traces.summary(key);
    if (summary != null && summary.getUntold()) {
      changedKeys.add(key);
    }
  }

  /** At the end of the input no timer will come any more, and none may be set. */
  private void setIdleTimer() {
    if (finishing) {
      return;
    }
    idleTimers.set(idleTimers.nowUnixMilli() + stateConfig.evictAfterIdle().toMillis());
  }

  /** A trace has one such timer, from when it is first told, or back, until it is let go. */
  private void evictIfIdle() throws Exception {
    String key = (String) getCurrentKey();
    TraceSummary trace = traces.summary(key);
    if (trace == null) {
      return;
    }
    long idleMillis = stateConfig.evictAfterIdle().toMillis();
    long idleFrom = trace.getToldTimeUnixMilli() + idleMillis;
    boolean changed = trace.getUntold() || changedKeys.contains(key);
    if (idleTimers.nowUnixMilli() < idleFrom) {
      idleTimers.set(idleFrom);
    } else if (changed || !checkpoints.twiceSince(trace.getToldVersion())) {
      setIdleTimer();
    } else {
      traces.evict(key, trace.getToldVersion());
    }
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
