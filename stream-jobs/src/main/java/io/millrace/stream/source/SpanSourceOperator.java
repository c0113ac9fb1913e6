// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.dialects.Normaliser;
import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.AvroTrust;
import io.millrace.schemas.Control;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.UndecodableException;
import io.millrace.sql.SqlReader;
import io.millrace.sql.row.ProgressRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.JobConfig;
import io.millrace.stream.checkpoint.KafkaLogOffsets;
import io.millrace.stream.checkpoint.LogOffsets;
import io.millrace.stream.checkpoint.RestoreGuard;
import io.millrace.stream.control.ControlIntake;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.StateTypes;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.common.TopicPartition;

/**
 * Chained to the source: reads each record's envelope, normalises its spans, reads what came by
 * REST, and at each barrier says to every subtask of the sink how far this subtask has read. What
 * cannot be read becomes a dead letter; the job never restarts over data.
 */
public final class SpanSourceOperator extends AbstractStreamOperator<SpanArrival>
    implements OneInputStreamOperator<RawRecord, SpanArrival> {
  /** Rows of {@code span_content}. */
  public static final OutputTag<TableRow> CONTENT =
      new OutputTag<>("content", TypeInformation.of(TableRow.class));

  /** Rows that need no state: each field of what came by REST is the last of its key. */
  public static final OutputTag<TableRow> ANNOTATIONS =
      new OutputTag<>("annotations", TypeInformation.of(TableRow.class));

  /** What every stitcher must know of control.v1. */
  public static final OutputTag<ControlWord> CONTROLS =
      new OutputTag<>("controls", TypeInformation.of(ControlWord.class));

  /** What could not be read. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

  /** Counts for the ledger. */
  public static final OutputTag<MinuteCell> LEDGER =
      new OutputTag<>("source-ledger", StateTypes.of(MinuteCell.class));

  /** How far this subtask has read. */
  public static final OutputTag<ProgressMarker> PROGRESS =
      new OutputTag<>("progress", TypeInformation.of(ProgressMarker.class));

  private static final long serialVersionUID = 1L;

  static {
    AvroTrust.grant();
  }

  private static final int WHOLE_RECORD = -1;

  /**
   * A reason may quote what it is about; with a span as large as may be, a letter must still fit
   * its topic.
   */
  private static final int MAX_REASON_CHARS = 2_000;

  private final JobConfig jobConfig;
  private transient ListState<PartitionOffset> offsetState;
  private transient ReadOffsets offsets;
  private transient Ledger ledger;
  private transient EnvelopeReader envelopes;
  private transient SpanIntake intake;
  private transient AnnotationIntake annotations;
  private transient long epoch;

  /** Reads {@link Topics#SPANS}, {@link Topics#ANNOTATIONS} and {@link Topics#CONTROL}. */
  public SpanSourceOperator(JobConfig config) {
    this.jobConfig = config;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    offsets = new ReadOffsets();
    offsetState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("offsets", TypeInformation.of(PartitionOffset.class)));
    Map<TopicPartition, Long> restored = new HashMap<>();
    for (PartitionOffset offset : offsetState.get()) {
      String topic = offset.topic == null ? Topics.SPANS : offset.topic;
      restored.merge(new TopicPartition(topic, offset.partition), offset.nextOffset, Math::max);
    }
    takeOver(restored, context.getRestoredCheckpointId().orElse(0));
    // Grows with every restart, equal in all subtasks: rows of an attempt with another parallelism
    // are told apart by it.
    epoch = context.getRestoredCheckpointId().orElse(0);
  }

  /**
   * Every subtask sees all offsets; each takes its share, and the first checks them against the
   * tables and the log.
   */
  private void takeOver(Map<TopicPartition, Long> restored, long checkpointId) throws Exception {
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    restored.forEach(
        (partition, nextOffset) -> {
          if (partition.partition() % subtasks == subtask) {
            offsets.restore(partition, nextOffset);
          }
        });
    if (subtask == 0) {
      try (SqlReader tables = new SqlReader(jobConfig.clickHouse())) {
        LogOffsets log =
            new KafkaLogOffsets(
                jobConfig.kafkaBootstrapServers(), jobConfig.kafkaClientProperties());
        RestoreGuard guard = RestoreGuard.of(tables, log, jobConfig.generation());
        for (String topic : Topics.OF_THE_JOB) {
          guard.check(topic, of(topic, restored), checkpointId);
        }
      }
    }
  }

  private static Map<Integer, Long> of(String topic, Map<TopicPartition, Long> offsets) {
    Map<Integer, Long> ofTopic = new TreeMap<>();
    offsets.forEach(
        (partition, next) -> {
          if (partition.topic().equals(topic)) {
            ofTopic.put(partition.partition(), next);
          }
        });
    return ofTopic;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ledger = new Ledger();
    envelopes = new EnvelopeReader(SchemaCoder.connect(jobConfig.schemaRegistry()));
    intake =
        new SpanIntake(
            Normaliser.bundled(), jobConfig.generation(), jobConfig.interpretation().noise());
    PriceBook noTables = PriceBook.empty();
    annotations =
        new AnnotationIntake(jobConfig.generation(), prices -> noTables.withOverrides(prices));
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) throws Exception {
    RawRecord raw = element.getValue();
    switch (raw.topic) {
      case Topics.ANNOTATIONS -> readAnnotation(raw);
      case Topics.CONTROL -> readControl(raw);
      default -> readSpans(raw);
    }
    offsets.read(new TopicPartition(raw.topic, raw.partition), raw.offset);
  }

  private void readAnnotation(RawRecord raw) throws InterruptedException {
    try {
      Annotation annotation = envelopes.read(raw.value, Annotation.class);
      AnnotationIntake.Meaning meaning = annotations.read(annotation, raw);
      meaning.rows().forEach(row -> output.collect(ANNOTATIONS, new StreamRecord<>(row)));
      meaning.command().ifPresent(command -> output.collect(new StreamRecord<>(command)));
    } catch (UndecodableException | UnreadableAnnotationException unreadable) {
      letter(raw, unreadable.getMessage());
    }
  }

  private void readControl(RawRecord raw) throws InterruptedException {
    try {
      Control control = envelopes.read(raw.value, Control.class);
      if (ControlIntake.isForStitchers(control)) {
        Optional<String> defect = ControlIntake.defect(control);
        if (defect.isPresent()) {
          letter(raw, defect.get());
          return;
        }
        output.collect(CONTROLS, new StreamRecord<>(word(control, raw)));
      }
      output.collect(ANNOTATIONS, new StreamRecord<>(annotations.row(control, raw)));
    } catch (UndecodableException unreadable) {
      letter(raw, unreadable.getMessage());
    }
  }

  private static ControlWord word(Control control, RawRecord raw) {
    return new ControlWord(
        control.getWorkspace(),
        control.getKind(),
        control.getName(),
        control.getBody(),
        control.getReceivedTimeUnixNano(),
        LogVersion.of(raw));
  }

  private void readSpans(RawRecord raw) throws InterruptedException {
    try {
      OtlpEnvelope envelope = envelopes.read(raw.value, OtlpEnvelope.class);
      ledger.count(
          Ledger.Entry.PUBLISHED,
          envelope.getWorkspace(),
          envelope.getReceivedTimeUnixNano(),
          envelope.getItemCount());
      intake.read(envelope, new Emission(raw, envelope));
    } catch (UndecodableException unreadable) {
      long received = TimeUnit.MILLISECONDS.toNanos(raw.timestampMillis);
      ledger.count(Ledger.Entry.PUBLISHED, "", received, 1);
      ledger.count(Ledger.Entry.DEAD_LETTERED, "", received, 1);
      letter(raw, unreadable.getMessage());
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    tellProgress();
  }

  @Override
  public void finish() throws Exception {
    tellProgress();
    super.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    offsetState.clear();
    for (Map.Entry<TopicPartition, Long> offset : offsets.all().entrySet()) {
      TopicPartition partition = offset.getKey();
      offsetState.add(
          new PartitionOffset(partition.topic(), partition.partition(), offset.getValue()));
    }
  }

  private void tellProgress() {
    ledger.drain().forEach(cell -> output.collect(LEDGER, new StreamRecord<>(cell)));
    long now = TimeUnit.MILLISECONDS.toNanos(getProcessingTimeService().getCurrentProcessingTime());
    // Of this attempt, not of the settings alone: the adaptive scheduler may have chosen fewer, for
    // the sink as for this operator.
    int subtasks =
        Math.min(
            jobConfig.exactParallelism(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    offsets
        .drainMoved()
        .forEach(
            (partition, nextOffset) -> {
              for (int subtask = 0; subtask < subtasks; subtask++) {
                output.collect(
                    PROGRESS,
                    new StreamRecord<>(marker(partition, nextOffset, subtask, subtasks, now)));
              }
            });
  }

  private ProgressMarker marker(
      TopicPartition partition, long nextOffset, int subtask, int subtasks, long now) {
    ProgressRow row =
        new ProgressRow(
            jobConfig.generation(),
            partition.topic(),
            partition.partition(),
            epoch,
            subtasks,
            subtask,
            nextOffset,
            now);
    return new ProgressMarker(subtask, Table.PROGRESS.encode(row));
  }

  /** Of a whole record. */
  private void letter(RawRecord raw, String reason) {
    byte[] value = raw.value == null ? new byte[0] : raw.value;
    long received = TimeUnit.MILLISECONDS.toNanos(raw.timestampMillis);
    deadLetter(raw, "", received, WHOLE_RECORD, reason, value);
  }

  private void deadLetter(
      RawRecord raw, String workspace, long received, int position, String reason, byte[] bytes) {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setWorkspace(workspace)
            .setReceivedTimeUnixNano(received)
            .setTopic(raw.topic)
            .setPartition(raw.partition)
            .setOffset(raw.offset)
            .setPosition(position)
            .setReason(reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)))
            .setPayload(ByteBuffer.wrap(bytes))
            .build();
    output.collect(DEAD_LETTERS, new StreamRecord<>(letter));
  }

  /** Sends on what the intake finds in one record. */
  private final class Emission implements SpanIntake.Outcomes {
    private final RawRecord raw;
    private final OtlpEnvelope envelope;

    Emission(RawRecord raw, OtlpEnvelope envelope) {
      this.raw = raw;
      this.envelope = envelope;
    }

    @Override
    public void told(TableRow content) {
      output.collect(CONTENT, new StreamRecord<>(content));
    }

    @Override
    public void arrived(SpanArrival arrival) {
      output.collect(new StreamRecord<>(arrival));
    }

    @Override
    public void dropped() {
      ledger.count(
          Ledger.Entry.DROPPED_BY_POLICY,
          envelope.getWorkspace(),
          envelope.getReceivedTimeUnixNano(),
          1);
    }

    @Override
    public void poisoned(int position, String reason, byte[] bytes) {
      ledger.count(
          Ledger.Entry.DEAD_LETTERED,
          envelope.getWorkspace(),
          envelope.getReceivedTimeUnixNano(),
          1);
      deadLetter(
          raw,
          envelope.getWorkspace(),
          envelope.getReceivedTimeUnixNano(),
          position,
          reason,
          bytes);
    }
  }
}
