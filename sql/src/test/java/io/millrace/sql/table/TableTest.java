// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import static io.millrace.sql.store.SampleRows.MINUTE;
import static io.millrace.sql.store.SampleRows.TIME;
import static io.millrace.sql.store.SampleRows.TRACE_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.row.LatencyMinuteRow;
import io.millrace.sql.row.ProgressRow;
import io.millrace.sql.row.Row;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.store.SampleRows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableTest {
  static Stream<Row> rowsOfEveryTable() {
    return Stream.of(
        SampleRows.span(1, "w", "name", 1),
        SampleRows.content(1, "w", "input", 1),
        SampleRows.trace(1, "w", TRACE_ID, 1, SampleRows.part("s", "u", "a", 0, 0)),
        SampleRows.usage(1, "w", 1, 1, 1),
        SampleRows.tools(1, "w", 1, 1, 1),
        SampleRows.latency(1, "w", 1, 1, 1),
        SampleRows.ledger(1, "w", 1, 1, 1, 1),
        SampleRows.deletedSpan("w", 1),
        SampleRows.deletedContent("w"),
        SampleRows.deletedTrace("w", 1),
        SampleRows.deletion("w", true, List.of("s")),
        SampleRows.annotation("w", "TAG", "key", "value", "text", 1),
        SampleRows.traceInfo("w", "state", "OK", 1),
        SampleRows.control("w", "experiment", "1/name", "{}", 1),
        SampleRows.deadLetter(1, "w", "reason", 1),
        SampleRows.progress(1, "topic", 1, 1, 0, 1));
  }

  @Test
  void everyTable_hasARowThatLeadsToIt() {
    assertThat(rowsOfEveryTable().map(Table::of)).containsExactly(Table.values());
  }

  @ParameterizedTest
  @MethodSource("rowsOfEveryTable")
  void encode_writesEveryColumnAndNothingElse(Row row) {
    Table table = Table.of(row);
    RowBinaryDecoder decoder = new RowBinaryDecoder(table.encode(row));

    Map<String, Object> values = decoder.row(table);

    assertThat(decoder.atEnd()).isTrue();
    assertThat(values).containsEntry("gen", 1L);
  }

  @Test
  void encode_writesTheSpansValues() {
    assertThat(decoded(SampleRows.span(7, "w", "näme €", 9)))
        .containsEntry("gen", 7L)
        .containsEntry("name", "näme €")
        .containsEntry("span_kind", 3)
        .containsEntry("kind", 1)
        .containsEntry("status", 2)
        .containsEntry("start_time", TIME)
        .containsEntry("owns_usage", true)
        .containsEntry("cost_usd", new BigDecimal("1.234567890123"))
        .containsEntry("emitter_cost_usd", new BigDecimal("-0.000000000001"))
        .containsEntry("computed_cost_usd", null)
        .containsEntry("time_to_first_token_ns", 250L)
        .containsEntry("attempt_count", 2)
        .containsEntry("late_ns", -7L)
        .containsEntry("version", 9L);
  }

  @Test
  void encode_writesPartsHistogramsAndMaps() {
    Map<String, Object> trace =
        decoded(SampleRows.trace(1, "w", TRACE_ID, 1, SampleRows.part("s", "u", "a", 0, 3)));
    assertThat(trace)
        .containsEntry("sessions", List.of("session", "session-2"))
        .containsEntry("tags", Map.of("tag", ""));
    assertThat(trace.get("parts"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .singleElement()
        .satisfies(
            part ->
                assertThat(part.toString())
                    .contains("session_id=s, user_id=u, agent_name=a", "cost_usd=0.500000000001")
                    .contains("open_spans=3, models=[model of a], tools=[tool of a]"));
    assertThat(decoded(SampleRows.usage(1, "w", -1, 10, 1)))
        .containsEntry("minute", MINUTE)
        .containsEntry("lane", -1L)
        .containsEntry("duration_histogram", Map.of((short) -1, 10L, (short) 100, 20L));
  }

  @Test
  void encode_replacesWhatIsNoUtf8() {
    assertThat(decoded(SampleRows.span(1, "w", "a\ud800b", 1))).containsEntry("name", "a?b");
  }

  @Test
  void encode_writesNullStringsAsEmpty() {
    assertThat(decoded(SampleRows.span(1, "w", null, 1))).containsEntry("name", "");
  }

  @Test
  void encode_movesValuesIntoTheRangeOfTheirType() {
    DeadLetterRow tooEarly =
        new DeadLetterRow(-1, Long.MIN_VALUE, "w", "topic", -5, 0, 0, "", new byte[0], 1);
    assertThat(decoded(tooEarly))
        .containsEntry("gen", 0L)
        .containsEntry("partition", -5)
        .containsEntry("received_time", Column.MIN_UNIX_NANO);
    assertThat(decoded(latencyAt(-60))).containsEntry("minute", 0L);
    assertThat(decoded(latencyAt(1L << 40))).containsEntry("minute", 0xFFFF_FFFFL);
  }

  @Test
  void encode_storesUnknownEnumNamesAsTheirZero() {
    assertThat(Enum8.KIND.numberOf("LATER")).isZero();
    assertThat(Enum8.KIND.type()).startsWith("Enum8('SPAN' = 0, 'LLM' = 1,");
  }

  @Test
  void encode_growsWithTheRow() {
    String megabyte = "x".repeat(1 << 20);

    assertThat(decoded(SampleRows.content(1, "w", megabyte, 1))).containsEntry("input", megabyte);
  }

  @Test
  void encode_appendsRowAfterRow() {
    RowBinaryBuffer batch = new RowBinaryBuffer();
    SpanRow first = SampleRows.span(1, "w", "first", 1);
    SpanRow second = SampleRows.span(1, "w", "second", 1);

    Table.SPANS.encode(first, batch);
    Table.SPANS.encode(second, batch);

    RowBinaryDecoder decoder = new RowBinaryDecoder(batch.toByteArray());
    assertThat(decoder.row(Table.SPANS)).containsEntry("name", "first");
    assertThat(decoder.row(Table.SPANS)).containsEntry("name", "second");
    assertThat(decoder.atEnd()).isTrue();
  }

  @Test
  void encode_refusesTheRowOfAnotherTable() {
    ProgressRow row = SampleRows.progress(1, "topic", 1, 1, 0, 1);

    assertThatThrownBy(() -> Table.SPANS.encode(row)).isInstanceOf(ClassCastException.class);
  }

  @Test
  void insertStatement_namesEveryColumn() {
    assertThat(Table.PROGRESS.insertStatement())
        .isEqualTo(
            "INSERT INTO progress_rows (gen, topic, partition, epoch, parallelism, subtask,"
                + " next_offset, committed_time) FORMAT RowBinary");
  }

  private static Map<String, Object> decoded(Row row) {
    Table table = Table.of(row);
    return new RowBinaryDecoder(table.encode(row)).row(table);
  }

  private static LatencyMinuteRow latencyAt(long minuteUnixSeconds) {
    return new LatencyMinuteRow(1, minuteUnixSeconds, "w", "0", "s", "n", 1, 1, 0, Map.of(), 1);
  }
}
