// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static io.millrace.sql.store.SampleRows.TRACE_ID;
import static io.millrace.sql.store.SampleRows.span;
import static io.millrace.sql.store.SampleRows.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.recall.StoredSpan;
import io.millrace.sql.recall.StoredTrace;
import io.millrace.sql.recall.StoredTraces;
import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the job writes of a trace, it reads back as it was. */
interface RecallContract extends StoreTests {
  String OTHER_TRACE = "f".repeat(32);

  @Test
  default void trace_isReadBackAsItWasWrittenLast() throws Exception {
    store()
        .insert(
            span(GEN, "recall", "old", 1),
            span(GEN, "recall", "new", 7),
            trace(GEN, "recall", TRACE_ID, 7));

    try (StoredTraces traces = new StoredTraces(store().endpoint(), GEN)) {
      StoredTrace found = traces.readTraces("recall", List.of(TRACE_ID, OTHER_TRACE)).get(TRACE_ID);
      assertThat(found.version()).isEqualTo(7);
      assertThat(found.requestPreview()).isEqualTo("request of " + TRACE_ID);
      assertThat(found.responsePreview()).isEqualTo("response of " + TRACE_ID);
      assertThat(found.state())
          .isEqualTo(("state of " + TRACE_ID).getBytes(StandardCharsets.UTF_8));
    }
    List<StoredSpan> spans = spans("recall", TRACE_ID, OTHER_TRACE);
    assertThat(spans).hasSize(1);
    StoredSpan span = spans.get(0);
    assertThat(span.version()).isEqualTo(7);
    assertThat(span.fact()).isEqualTo(span(GEN, "recall", "new", 7).fact());
    assertThat(span.row())
        .as("the bytes of the row")
        .isEqualTo(Table.SPANS.encode(span(GEN, "recall", "new", 0)));
  }

  @Test
  default void traceOfAnotherWorkspaceOrGeneration_isNotFound() throws Exception {
    store()
        .insert(
            trace(GEN + 1, "recall-here", TRACE_ID, 1), trace(GEN, "recall-there", TRACE_ID, 1));

    try (StoredTraces traces = new StoredTraces(store().endpoint(), GEN)) {
      assertThat(traces.readTraces("recall-here", List.of(TRACE_ID))).isEmpty();
    }
    assertThat(spans("recall-here", TRACE_ID)).isEmpty();
  }

  @Test
  default void refusedRow_isKnown() throws Exception {
    byte[] refused = Table.SPANS.encode(span(GEN, "recall-refused", "name", 1));
    store()
        .insert(
            new DeadLetterRow(
                GEN, SampleRows.TIME, "", "span_rows", -1, 5, -1, "too odd", refused, 1));

    try (StoredTraces traces = new StoredTraces(store().endpoint(), GEN)) {
      assertThat(traces.hasRefusedRow("recall-refused", TRACE_ID)).isTrue();
      assertThat(traces.hasRefusedRow("recall-refused", OTHER_TRACE)).isFalse();
      assertThat(traces.hasRefusedRow("recall-accepted", TRACE_ID)).isFalse();
    }
  }

  @Test
  default void whatIsNoTraceId_isRefused() {
    assertThatThrownBy(() -> spans("recall", "') OR 1 = 1 --"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 hex digits");
  }

  private List<StoredSpan> spans(String workspace, String... traceIds) throws Exception {
    List<StoredSpan> spans = new ArrayList<>();
    try (StoredTraces traces = new StoredTraces(store().endpoint(), GEN)) {
      traces.readSpans(workspace, List.of(traceIds), (traceId, span) -> spans.add(span));
    }
    return spans;
  }
}
