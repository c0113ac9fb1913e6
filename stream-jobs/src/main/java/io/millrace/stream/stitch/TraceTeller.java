// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.sql.row.Row;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.Ledger;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import io.millrace.stream.state.TraceKey;
import io.millrace.stream.state.TraceNotes;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.millrace.stream.trace.TraceStory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Derives a trace that changed, and tells what came out different than it was told before: rows of
 * spans, and what the trace adds to the minutes. The trace's own row is always told: it carries
 * what was told, for the day when the trace is loaded back.
 */
final class TraceTeller {
  private final int generation;
  private final TraceDeriver deriver;
  private final Ledger ledger;
  private final Consumer<TableRow> rows;

  /**
   * @param rows takes what is to be written
   */
  TraceTeller(int generation, TraceDeriver deriver, Ledger ledger, Consumer<TableRow> rows) {
    this.generation = generation;
    this.deriver = deriver;
    this.ledger = ledger;
    this.rows = rows;
  }

  /**
   * Tells a trace, which must be whole, under a version.
   *
   * @param facts of all its spans
   * @return signed changes of minutes
   */
  List<MinuteCell> tell(
      TraceKey key,
      HeldTrace trace,
      List<SpanFact> facts,
      TraceNotes notes,
      long version,
      long nowUnixMilli) {
    TraceStory story = deriver.derive(input(key, trace, facts, notes));
    DeletedRows deleted = new DeletedRows(generation, key, version);
    if (notes.getDeleted() || !story.deletedSpanIds().isEmpty()) {
      tellDeletions(deleted, trace, story, notes.getDeleted());
    }
    story.pricedFacts().forEach(trace::price);
    for (SpanRow span : story.spans()) {
      VersionedRow.OfSpan row = VersionedRow.of(span);
      if (trace.tellSpan(row.spanId(), row.fingerprint(), version)) {
        rows.accept(new TableRow(Table.SPANS, row.bytes(version)));
      }
    }
    List<MinuteCell> before = trace.told(story.cells(), version, nowUnixMilli);
    if (story.trace() == null) {
      send(deleted.ofTrace(state(trace), trace.firstVersion()));
      return MinuteCells.difference(story.cells(), before);
    }
    if (story.trace().rootSeen() && story.trace().openSpans() == 0) {
      trace.complete();
    }
    TraceRow row =
        VersionedRow.versioned(
            story.trace(),
            TimeUnit.MILLISECONDS.toNanos(nowUnixMilli),
            version,
            state(trace),
            trace.firstVersion());
    rows.accept(new TableRow(Table.TRACES, row));
    return MinuteCells.difference(story.cells(), before);
  }

  private void tellDeletions(DeletedRows rows, HeldTrace trace, TraceStory story, boolean whole) {
    for (String spanId : story.deletedSpanIds()) {
      boolean first = !trace.isToldDeleted(spanId);
      SpanFact deleted = trace.tellDeleted(spanId, rows.version());
      if (deleted != null) {
        rows.ofSpan(deleted).forEach(this::send);
      }
      if (deleted != null && first) {
        ledger.count(Ledger.Entry.DELETED, rows.workspace(), deleted.getReceivedTimeUnixNano(), 1);
      }
    }
    trace.forgetTexts();
    if (whole) {
      trace.forgetInfo();
    }
    send(rows.deletion(whole, story.deletedSpanIds()));
  }

  private void send(Row row) {
    rows.accept(new TableRow(Table.of(row), row));
  }

  /** Without the texts, which the row has. */
  private static byte[] state(HeldTrace trace) {
    TraceSummary summary = trace.summary();
    summary.getTexts().setRequest("");
    summary.getTexts().setResponse("");
    return StateCodec.SUMMARY.encode(summary);
  }

  private TraceInput input(TraceKey key, HeldTrace trace, List<SpanFact> facts, TraceNotes notes) {
    return new TraceInput(
        generation,
        key.workspace(),
        key.traceId(),
        facts,
        trace.texts().getRequest(),
        trace.texts().getResponse(),
        notes,
        trace.info() == null ? TraceInput.NO_INFO : trace.info());
  }
}
