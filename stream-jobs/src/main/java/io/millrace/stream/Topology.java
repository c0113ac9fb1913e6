// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import io.millrace.schemas.AvroTrust;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.Topics;
import io.millrace.sql.table.Table;
import io.millrace.stream.recall.ClickHouseArchive;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.rollup.RollUpOperator;
import io.millrace.stream.sink.DeadLetterRows;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.ProgressMarker;
import io.millrace.stream.source.RawRecord;
import io.millrace.stream.source.SpanSourceOperator;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.stitch.StitchOperator;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The way of a span through the job. Sources and sinks are given, so that tests run this very
 * topology.
 *
 * <pre>
 * raw ─▶ span-source ─┬─ arrivals ─▶ stitch (by workspace, trace) ─┬─ rows ────────────────▶ exact
 *                     │                                           └─ deltas ─┐
 *                     ├─ controls, to every subtask ─▶ stitch
 *                     ├─ ledger ─────────────────────────────────────────────┴▶ roll-up ─▶ exact
 *                     ├─ annotations ──────────────────────────────────────────▶ exact
 *                     ├─ dead letters ─────────────────────────────────────────▶ exact, topic
 *                     ├─ progress, to every subtask ───────────────────────────────────▶ exact
 *                     └─ content ──────────────────────────────────────────────────────▶ content
 * </pre>
 *
 * <p>Uids are for ever: state is found by them.
 */
public final class Topology {
  static {
    AvroTrust.grant();
  }

  private Topology() {}

  /**
   * Where the streams end.
   *
   * @param exact applies the sink of the exact tables
   * @param content applies the sink of {@code span_content}
   * @param deadLetters applies the sink of the topic of dead letters
   */
  public record Sinks(
      Consumer<DataStream<TableRow>> exact,
      Consumer<DataStream<TableRow>> content,
      Consumer<DataStream<DeadLetter>> deadLetters) {}

  /**
   * Defines the job on a stream of raw records.
   *
   * @param raw records of {@link Topics#OF_THE_JOB}, chained to the source where one wants offsets
   *     to be exact
   */
  public static void define(DataStream<RawRecord> raw, JobConfig config, Sinks sinks) {
    SingleOutputStreamOperator<SpanArrival> arrivals =
        raw.transform(
                "span-source", StateTypes.of(SpanArrival.class), new SpanSourceOperator(config))
            .uid("span-source");
    SingleOutputStreamOperator<TableRow> traces =
        arrivals
            .keyBy(TraceKey::of, Types.STRING)
            .connect(arrivals.getSideOutput(SpanSourceOperator.CONTROLS).broadcast())
            .transform(
                "stitch",
                TypeInformation.of(TableRow.class),
                new StitchOperator(
                    config.generation(),
                    config.interpretation(),
                    config.state().shareOf(config.parallelism()),
                    ClickHouseArchive.of(config.clickHouse(), config.generation())))
            .uid("stitch");
    DataStream<DeadLetter> letters = arrivals.getSideOutput(SpanSourceOperator.DEAD_LETTERS);
    sinks
        .exact()
        .accept(
            traces.union(
                arrivals.getSideOutput(SpanSourceOperator.ANNOTATIONS),
                minutes(arrivals, traces, config),
                deadLetterRows(letters, config),
                progress(arrivals, config)));
    sinks.content().accept(arrivals.getSideOutput(SpanSourceOperator.CONTENT));
    sinks.deadLetters().accept(letters);
  }

  private static DataStream<TableRow> minutes(
      SingleOutputStreamOperator<SpanArrival> arrivals,
      SingleOutputStreamOperator<TableRow> traces,
      JobConfig config) {
    DataStream<MinuteCell> deltas =
        traces
            .getSideOutput(StitchOperator.DELTAS)
            .union(arrivals.getSideOutput(SpanSourceOperator.LEDGER));
    return deltas
        .keyBy(MinuteCells::key, Types.STRING)
        .transform(
            "roll-up",
            TypeInformation.of(TableRow.class),
            new RollUpOperator(config.generation(), config.state().evictAfterIdle()))
        .uid("roll-up");
  }

  private static DataStream<TableRow> deadLetterRows(
      DataStream<DeadLetter> letters, JobConfig config) {
    int generation = config.generation();
    return letters
        .map(letter -> DeadLetterRows.row(generation, letter))
        .returns(TableRow.class)
        .name("dead-letter-rows")
        .uid("dead-letter-rows");
  }

  /** Each marker goes to the subtask of the sink that it names: as many as here. */
  private static DataStream<TableRow> progress(
      SingleOutputStreamOperator<SpanArrival> arrivals, JobConfig config) {
    return arrivals
        .getSideOutput(SpanSourceOperator.PROGRESS)
        .partitionCustom(
            (subtask, parallelism) -> subtask, (ProgressMarker marker) -> marker.subtask)
        .map(marker -> new TableRow(Table.PROGRESS, marker.row))
        .returns(TableRow.class)
        .name("progress")
        .uid("progress")
        .setParallelism(config.exactParallelism());
  }
}
