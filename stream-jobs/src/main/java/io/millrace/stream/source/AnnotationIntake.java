// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.AnnotationBody;
import io.millrace.schemas.Control;
import io.millrace.sql.row.AnnotationRow;
import io.millrace.sql.row.ControlRow;
import io.millrace.sql.row.TraceInfoRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads what came by REST. Tags and assessments are rows as they are, one a field, of which the
 * last in the log holds; what changes the rows of a trace is a command for the stitcher.
 */
final class AnnotationIntake {
  private static final String TAG = "TAG";
  private static final String ASSESSMENT = "ASSESSMENT";
  private static final String METADATA = "metadata/";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final int generation;
  private final Consumer<String> checkPrices;

  /**
   * An intake.
   *
   * @param checkPrices throws for prices that cannot be read
   */
  AnnotationIntake(int generation, Consumer<String> checkPrices) {
    this.generation = generation;
    this.checkPrices = checkPrices;
  }

  /**
   * What a record says.
   *
   * @param rows of the view annotations
   * @param command for its trace
   */
  record Meaning(List<TableRow> rows, Optional<SpanArrival> command) {}

  Meaning read(Annotation annotation, RawRecord raw) throws UnreadableAnnotationException {
    String kind = annotation.getKind();
    return switch (kind) {
      case AnnotationBody.TAGS ->
          tags(annotation, body(annotation, AnnotationBody.Tags.class), raw);
      case AnnotationBody.ASSESSMENT ->
          assessment(annotation, body(annotation, AnnotationBody.Assessment.class), raw);
      case AnnotationBody.TRACE_INFO ->
          traceInfo(annotation, body(annotation, AnnotationBody.TraceInfo.class), raw);
      case AnnotationBody.DELETE ->
          command(annotation, delete(annotation, body(annotation, AnnotationBody.Delete.class)));
      case AnnotationBody.REPRICE ->
          command(annotation, reprice(body(annotation, AnnotationBody.Reprice.class), raw));
      default -> throw new UnreadableAnnotationException("an annotation of no known kind", null);
    };
  }

  /** The row of a control record. */
  TableRow row(Control control, RawRecord raw) {
    return new TableRow(
        Table.CONTROL,
        new ControlRow(
            generation,
            control.getWorkspace(),
            control.getKind(),
            control.getName(),
            control.getBody(),
            control.getReceivedTimeUnixNano(),
            LogVersion.of(raw)));
  }

  private static <T> T body(Annotation annotation, Class<T> type)
      throws UnreadableAnnotationException {
    try {
      return Objects.requireNonNull(JSON.readValue(annotation.getBody(), type));
    } catch (JsonProcessingException | NullPointerException e) {
      // its message would quote what people wrote
      throw new UnreadableAnnotationException("the body is no " + annotation.getKind(), e);
    }
  }

  private Meaning tags(Annotation annotation, AnnotationBody.Tags body, RawRecord raw) {
    List<TableRow> rows = new ArrayList<>();
    List<TagChange> changes = new ArrayList<>();
    new TreeMap<>(body.values())
        .forEach(
            (key, value) -> {
              rows.addAll(tagRows(annotation, key, value, raw));
              changes.add(new TagChange(key, value, LogVersion.of(raw)));
            });
    TraceCommand command = TraceCommand.newBuilder().setTags(changes).build();
    return new Meaning(rows, command(annotation, command).command());
  }

  private List<TableRow> tagRows(Annotation annotation, String key, String value, RawRecord raw) {
    boolean removed = value == null;
    return List.of(
        row(annotation, TAG, key, "value", removed ? "" : value, raw),
        row(annotation, TAG, key, "deleted", Boolean.toString(removed), raw));
  }

  private Meaning assessment(Annotation annotation, AnnotationBody.Assessment body, RawRecord raw) {
    List<TableRow> rows = new ArrayList<>();
    for (Map.Entry<String, String> field : new TreeMap<>(body.fields()).entrySet()) {
      rows.add(row(annotation, ASSESSMENT, body.id(), field.getKey(), field.getValue(), raw));
    }
    return new Meaning(rows, Optional.empty());
  }

  private Meaning traceInfo(Annotation annotation, AnnotationBody.TraceInfo body, RawRecord raw) {
    List<TableRow> rows = new ArrayList<>();
    new TreeMap<>(body.fields())
        .forEach((field, value) -> rows.add(infoRow(annotation, field, value, raw)));
    new TreeMap<>(body.metadata())
        .forEach((key, value) -> rows.add(infoRow(annotation, METADATA + key, value, raw)));
    new TreeMap<>(body.tags())
        .forEach((key, value) -> rows.addAll(tagRows(annotation, key, value, raw)));
    if (!body.fields().containsKey(AnnotationBody.TraceInfo.EXPERIMENT_ID)) {
      return new Meaning(rows, Optional.empty());
    }
    TraceCommand command =
        TraceCommand.newBuilder()
            .setInfo(TraceInfos.of(annotation, body, LogVersion.of(raw)))
            .build();
    return new Meaning(rows, command(annotation, command).command());
  }

  private static TraceCommand delete(Annotation annotation, AnnotationBody.Delete body) {
    TraceCommand.Builder command = TraceCommand.newBuilder();
    if (body.isWhole()) {
      command.setDeletes(true);
    }
    long until = annotation.getReceivedTimeUnixNano();
    List<DeletedPart> parts = new ArrayList<>();
    if (!body.sessionId().isEmpty()) {
      parts.add(new DeletedPart(body.sessionId(), "", until));
    }
    if (!body.userId().isEmpty()) {
      parts.add(new DeletedPart("", body.userId(), until));
    }
    return command.setDeletedParts(parts).build();
  }

  private TraceCommand reprice(AnnotationBody.Reprice body, RawRecord raw)
      throws UnreadableAnnotationException {
    try {
      checkPrices.accept(body.prices());
    } catch (RuntimeException e) {
      // whatever a reader of YAML makes of hostile text, it must not stop the job
      throw new UnreadableAnnotationException("the prices cannot be read: " + e.getMessage(), e);
    }
    return TraceCommand.newBuilder()
        .setRepricing(new Repricing(body.prices(), LogVersion.of(raw)))
        .build();
  }

  private static Meaning command(Annotation annotation, TraceCommand command) {
    SpanArrival arrival =
        SpanArrival.newBuilder()
            .setWorkspace(annotation.getWorkspace())
            .setTraceId(annotation.getTraceId())
            .setCommand(command)
            .build();
    return new Meaning(List.of(), Optional.of(arrival));
  }

  private TableRow infoRow(Annotation annotation, String field, String value, RawRecord raw) {
    return new TableRow(
        Table.TRACE_INFO,
        new TraceInfoRow(
            generation,
            annotation.getWorkspace(),
            annotation.getTraceId(),
            field,
            value,
            annotation.getReceivedTimeUnixNano(),
            LogVersion.of(raw)));
  }

  private TableRow row(
      Annotation annotation, String type, String id, String field, String value, RawRecord raw) {
    return new TableRow(
        Table.ANNOTATIONS,
        new AnnotationRow(
            generation,
            annotation.getWorkspace(),
            annotation.getTraceId(),
            type,
            id,
            field,
            value,
            annotation.getReceivedTimeUnixNano(),
            LogVersion.of(raw)));
  }
}
