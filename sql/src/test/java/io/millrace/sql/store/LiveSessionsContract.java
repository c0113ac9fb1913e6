// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.LiveLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which sessions are open, quiet, stuck or running away, by the clock of ClickHouse. */
interface LiveSessionsContract extends StoreTests {
  String STATES =
      "SELECT open, quiet, stuck, runaway, reason FROM live_sessions WHERE workspace = '%s'";

  @Test
  default void sessionThatJustGotASpan_isNothingOfThat() throws Exception {
    span("live-now", "t", "root", "", "now64(9)", "''");
    trace("live-now", "t", 0);

    assertThat(states("live-now")).isEqualTo("false\tfalse\tfalse\tfalse\t\n");
  }

  @Test
  default void sessionWithAnOpenSpan_isOpen_andStuckWhenNothingComes() throws Exception {
    span("live-open", "t", "root", "", "now64(9)", "''");
    trace("live-open", "t", 1);
    assertThat(states("live-open")).isEqualTo("true\tfalse\tfalse\tfalse\t\n");

    span("live-stuck", "t", "root", "", "now64(9) - INTERVAL 700 SECOND", "''");
    trace("live-stuck", "t", 1);
    assertThat(states("live-stuck")).startsWith("true\ttrue\ttrue\tfalse\t1 open spans, idle for");
  }

  @Test
  default void sessionThatEnded_isQuiet_notStuck() throws Exception {
    span("live-quiet", "t", "root", "", "now64(9) - INTERVAL 700 SECOND", "''");
    trace("live-quiet", "t", 0);

    assertThat(states("live-quiet")).isEqualTo("false\ttrue\tfalse\tfalse\t\n");
  }

  @Test
  default void missingParent_makesAQuietSessionStuck() throws Exception {
    span("live-parent", "t", "child", "never-came", "now64(9) - INTERVAL 700 SECOND", "''");
    trace("live-parent", "t", 0);

    assertThat(states("live-parent"))
        .startsWith("false\ttrue\ttrue\tfalse\t1 missing parents, idle for");
  }

  @Test
  default void sameToolCallAgainAndAgain_runsAway() throws Exception {
    assertSameArgumentsRunAway("live", this::content);
  }

  @Test
  default void argumentsThatOnlyAnAttributeSays_areComparedToo() throws Exception {
    assertSameArgumentsRunAway("live-key", this::contentByKey);
  }

  private void assertSameArgumentsRunAway(String prefix, ContentRow content) throws Exception {
    String loop = prefix + "-loop";
    String work = prefix + "-work";
    for (int call = 0; call < 10; call++) {
      span(loop, "t", "tool" + call, "", "now64(9)", "'search'");
      content.insert(loop, "t", "tool" + call, "{\"q\": 1}");
      span(work, "t", "tool" + call, "", "now64(9)", "'search'");
      content.insert(work, "t", "tool" + call, "{\"q\": " + call + "}");
    }
    trace(loop, "t", 0);
    trace(work, "t", 0);

    assertThat(states(loop))
        .isEqualTo("false\tfalse\tfalse\ttrue\tsearch called 10 times with the same arguments\n");
    assertThat(states(work)).isEqualTo("false\tfalse\tfalse\tfalse\t\n");
  }

  @Test
  default void limits_areThoseWrittenLast() throws Exception {
    span("live-limits", "t", "root", "", "now64(9) - INTERVAL 700 SECOND", "''");
    trace("live-limits", "t", 1);
    Duration hour = Duration.ofHours(1);
    new LiveLimits(hour, hour, hour, 10, 100).write(store().reader());
    try {
      assertThat(states("live-limits")).isEqualTo("true\tfalse\tfalse\tfalse\t\n");
    } finally {
      new LiveLimits(Duration.ofHours(6), Duration.ofMinutes(2), Duration.ofMinutes(10), 10, 100)
          .write(store().reader());
    }
    assertThat(states("live-limits")).startsWith("true\ttrue\ttrue\tfalse\t1 open spans");
  }

  private String states(String workspace) throws Exception {
    return store().tsv(STATES.formatted(workspace));
  }

  private void span(
      String workspace, String traceId, String spanId, String parentId, String time, String tool)
      throws Exception {
    store()
        .execute(
            "INSERT INTO span_rows (gen, workspace, trace_id, span_id, parent_span_id, session_id, start_time, received_time, tool_name, counts_as_tool_call, version)"
                + " SELECT 1, '%s', '%s', '%s', '%s', 's', %s, %s, %s, tool_name != '', 1"
                    .formatted(
                        workspace, traceId, spanId, parentId, time, time, tool + " AS tool_name"));
  }

  private void content(String workspace, String traceId, String spanId, String input)
      throws Exception {
    store()
        .execute(
            "INSERT INTO span_content_rows (gen, workspace, trace_id, span_id, input, version) SELECT 1, '%s', '%s', '%s', '%s', 1"
                .formatted(workspace, traceId, spanId, input));
  }

  /** One of the two ways in which a row says a tool's arguments. */
  @FunctionalInterface
  interface ContentRow {
    void insert(String workspace, String traceId, String spanId, String input) throws Exception;
  }

  private void contentByKey(String workspace, String traceId, String spanId, String input)
      throws Exception {
    store()
        .execute(
            "INSERT INTO span_content_rows (gen, workspace, trace_id, span_id, input_key, attributes, version) SELECT 1, '%s', '%s', '%s', 'input.value', map('input.value', '%s'), 1"
                .formatted(workspace, traceId, spanId, input));
  }

  private void trace(String workspace, String traceId, int openSpans) throws Exception {
    store()
        .execute(
            "INSERT INTO trace_rows (gen, workspace, trace_id, updated_time, parts, version)"
                + " SELECT 1, '%s', '%s', now64(9), [('s', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now64(9), now64(9), 0, 0, %d, [], [])], 1"
                    .formatted(workspace, traceId, openSpans));
  }
}
