// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import io.millrace.sql.row.AnnotationRow;
import io.millrace.sql.row.ControlRow;
import io.millrace.sql.row.CostParts;
import io.millrace.sql.row.CostSums;
import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.row.DeletedContentRow;
import io.millrace.sql.row.DeletedSpanRow;
import io.millrace.sql.row.DeletedTraceRow;
import io.millrace.sql.row.DeletionRow;
import io.millrace.sql.row.LatencyMinuteRow;
import io.millrace.sql.row.LedgerMinuteRow;
import io.millrace.sql.row.ProgressRow;
import io.millrace.sql.row.SpanContentRow;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.ToolMinuteRow;
import io.millrace.sql.row.TraceInfoRow;
import io.millrace.sql.row.TracePart;
import io.millrace.sql.row.TraceRow;
import io.millrace.sql.row.UsageMinuteRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Rows in which no two columns of one type hold the same value, so that swapped ones show. */
public final class SampleRows {
  public static final String TRACE_ID = "0123456789abcdef0123456789abcdef";
  public static final String SPAN_ID = "0123456789abcdef";

  /** 2026-11-21T10:20:30.123456789Z. */
  public static final long TIME = 1_795_256_430_123_456_789L;

  /** 2026-11-21T10:20:00Z. */
  public static final long MINUTE = 1_795_256_400L;

  private static final long SECOND = 1_000_000_000L;

  private SampleRows() {}

  public static SpanRow span(int gen, String workspace, String name, long version) {
    return new SpanRow(
        gen,
        workspace,
        "experiment",
        TRACE_ID,
        SPAN_ID,
        "fedcba9876543210",
        "session",
        "user",
        "agent",
        "service",
        "scope",
        "1.2.3",
        name,
        "CLIENT",
        "LLM",
        "ERROR",
        "message ü €\t'\\",
        "TimeoutError",
        TIME,
        1_500,
        TIME - 400 * 86_400 * SECOND,
        "openai",
        "gpt-x",
        "gpt-x-2026",
        true,
        101,
        102,
        103,
        104,
        105,
        1_234_567_890_123L,
        -1L,
        null,
        new CostParts(734_567_890_122L, 500_000_000_001L, -2L),
        "prices-1",
        "terminal",
        "call-1",
        true,
        250L,
        "stop",
        2,
        "semconv",
        "rule-1",
        "rules-1",
        TIME + SECOND,
        -7,
        true,
        new byte[] {0, -1, 10},
        version);
  }

  public static SpanContentRow content(int gen, String workspace, String input, long version) {
    return new SpanContentRow(
        gen,
        workspace,
        TRACE_ID,
        SPAN_ID,
        input,
        "",
        "output",
        "",
        "[]",
        Map.of("gen_ai.system", "openai"),
        Map.of("service.name", "service"),
        "[{}]",
        "[{},{}]",
        "raw".getBytes(StandardCharsets.UTF_8),
        new int[] {},
        version);
  }

  /** Content whose attributes say what its input, output and raw span do not. */
  public static SpanContentRow contentByAttributes(
      String workspace,
      Map<String, String> attributes,
      String inputKey,
      String outputKey,
      String raw,
      int... rawCuts) {
    return new SpanContentRow(
        StoreTests.GEN,
        workspace,
        TRACE_ID,
        SPAN_ID,
        "",
        inputKey,
        "",
        outputKey,
        "",
        attributes,
        Map.of(),
        "[]",
        "[]",
        raw.getBytes(StandardCharsets.UTF_8),
        rawCuts,
        1);
  }

  /** A trace of the given parts; its own totals are fixed. */
  public static TraceRow trace(
      int gen, String workspace, String traceId, long version, TracePart... parts) {
    return new TraceRow(
        gen,
        workspace,
        "experiment",
        traceId,
        "name",
        "service",
        "agent",
        TIME,
        2 * SECOND,
        TIME + 2 * SECOND,
        "session",
        "user",
        List.of("session", "session-2"),
        List.of("user", "user-2"),
        "OK",
        true,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        101,
        102,
        103,
        104,
        105,
        1_000_000_000_001L,
        9,
        1_000_000_000_002L,
        1_000_000_000_003L,
        new CostSums(600_000_000_001L, 400_000_000_000L, 300_000_000_001L),
        List.of("gpt-x"),
        List.of("terminal"),
        List.of("semconv"),
        "request of " + traceId,
        "response of " + traceId,
        Map.of("tag", ""),
        TIME + 3 * SECOND,
        TIME + 4 * SECOND,
        version,
        List.of(parts),
        true,
        ("state of " + traceId).getBytes(StandardCharsets.UTF_8),
        1);
  }

  /** A part of small totals that starts the given seconds after {@link #TIME}. */
  public static TracePart part(
      String sessionId, String userId, String agentName, long startSecond, int openSpans) {
    return new TracePart(
        sessionId,
        userId,
        agentName,
        1,
        2,
        3,
        4,
        11,
        12,
        13,
        14,
        15,
        500_000_000_001L,
        TIME + startSecond * SECOND,
        TIME + (startSecond + 1) * SECOND,
        5,
        6,
        openSpans,
        List.of("model of " + agentName),
        List.of("tool of " + agentName),
        new CostSums(300_000_000_000L, 200_000_000_001L, -100_000_000_001L));
  }

  public static UsageMinuteRow usage(
      int gen, String workspace, long lane, long calls, long version) {
    return new UsageMinuteRow(
        gen,
        MINUTE,
        workspace,
        "experiment",
        "service",
        "agent",
        "user",
        "openai",
        "gpt-x",
        lane,
        calls,
        2 * calls,
        3 * calls,
        4 * calls,
        5 * calls,
        6 * calls,
        7 * calls,
        8 * calls,
        9 * calls,
        10 * calls,
        new CostSums(12 * calls, 13 * calls, -14 * calls),
        11 * calls,
        Map.of(-1, calls, 100, 2 * calls),
        Map.of(200, calls),
        version);
  }

  public static ToolMinuteRow tools(
      int gen, String workspace, long lane, long calls, long version) {
    return new ToolMinuteRow(
        gen,
        MINUTE,
        workspace,
        "experiment",
        "service",
        "agent",
        "terminal",
        lane,
        calls,
        2 * calls,
        Map.of(100, calls),
        version);
  }

  public static LatencyMinuteRow latency(
      int gen, String workspace, long lane, long traces, long version) {
    return new LatencyMinuteRow(
        gen,
        MINUTE,
        workspace,
        "experiment",
        "service",
        "name",
        lane,
        traces,
        2 * traces,
        Map.of(100, traces),
        version);
  }

  public static LedgerMinuteRow ledger(
      int gen, String workspace, long lane, long published, long firstSeen, long version) {
    return new LedgerMinuteRow(
        gen, MINUTE, workspace, "spans", lane, published, firstSeen, 2, 3, 4, 5, version);
  }

  /** One field of a tag or assessment of {@link #TRACE_ID}. */
  public static AnnotationRow annotation(
      String workspace, String type, String id, String field, String value, long version) {
    return new AnnotationRow(
        1, workspace, TRACE_ID, type, id, field, value, TIME + version * SECOND, version);
  }

  /** One field of the trace info of {@link #TRACE_ID}. */
  public static TraceInfoRow traceInfo(String workspace, String field, String value, long version) {
    return new TraceInfoRow(1, workspace, TRACE_ID, field, value, TIME + version * SECOND, version);
  }

  public static ControlRow control(
      String workspace, String kind, String name, String body, long version) {
    return new ControlRow(1, workspace, kind, name, body, TIME + version * SECOND, version);
  }

  public static DeletionRow deletion(String workspace, boolean whole, List<String> spanIds) {
    return new DeletionRow(1, workspace, TRACE_ID, whole, spanIds, 1);
  }

  public static DeletedSpanRow deletedSpan(String workspace, long version) {
    byte[] fact = "fact".getBytes(StandardCharsets.UTF_8);
    return new DeletedSpanRow(1, workspace, TRACE_ID, SPAN_ID, fact, version);
  }

  public static DeletedContentRow deletedContent(String workspace) {
    return new DeletedContentRow(1, workspace, TRACE_ID, SPAN_ID);
  }

  public static DeletedTraceRow deletedTrace(String workspace, long version) {
    return new DeletedTraceRow(1, workspace, TRACE_ID, new byte[] {1}, version, 1);
  }

  public static ProgressRow progress(
      int gen, String topic, long epoch, int parallelism, int subtask, long nextOffset) {
    return new ProgressRow(
        gen, topic, 1, epoch, parallelism, subtask, nextOffset, TIME + subtask * SECOND);
  }

  public static DeadLetterRow deadLetter(int gen, String workspace, String reason, long version) {
    return new DeadLetterRow(
        gen,
        TIME,
        workspace,
        "otlp.spans.v1",
        3,
        1L << 40,
        -1,
        reason,
        "bytes".getBytes(StandardCharsets.UTF_8),
        version);
  }
}
