// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The row of the view {@code traces}. */
final class TraceRows {
  private static final int MAX_TAGS = 1_000;

  private final TraceTree tree;
  private final List<SpanNode> byStart;

  /**
   * The span that names the trace: the earliest real root, else the earliest span without its
   * parent.
   */
  private final SpanNode main;

  TraceRows(TraceTree tree) {
    this.tree = tree;
    this.byStart = tree.parentsFirst().stream().sorted(SpanNode.BY_START).toList();
    this.main =
        tree.roots().stream().filter(TraceRows::isRealRoot).findFirst().orElse(tree.roots().get(0));
  }

  List<SpanNode> byStart() {
    return byStart;
  }

  String experimentId() {
    return byStart.stream()
        .map(node -> node.fact)
        .min(ExperimentOrder.FIRST)
        .orElseThrow()
        .getExperimentId();
  }

  boolean isOpen() {
    return main.isOpen();
  }

  TraceRow row(TraceInput input) {
    TraceTotals totals = TraceTotals.of(byStart);
    int impliedTurns = impliedTurns(totals);
    List<String> sessions = distinct(node -> node.identity(IdentityField.SESSION));
    List<String> users = distinct(node -> node.identity(IdentityField.USER));
    return new TraceRow(
        input.generation(),
        input.workspace(),
        experimentId(),
        input.traceId(),
        main.fact.getName(),
        main.fact.getServiceName(),
        main.identity(IdentityField.AGENT),
        totals.startTimeUnixNano,
        totals.endTimeUnixNano - totals.startTimeUnixNano,
        totals.endTimeUnixNano,
        onlyOne(sessions),
        onlyOne(users),
        sessions,
        users,
        status().name(),
        isRealRoot(main),
        totals.openSpans,
        byStart.size(),
        totals.errorCount,
        totals.llmCalls,
        totals.llmErrors,
        totals.toolCalls,
        totals.toolErrors,
        totals.turns + impliedTurns,
        totals.inputTokens,
        totals.outputTokens,
        totals.cacheReadTokens,
        totals.cacheWriteTokens,
        totals.reasoningTokens,
        totals.costPicoUsd,
        totals.unpricedCalls,
        totals.emitterCostPicoUsd,
        totals.computedCostPicoUsd,
        List.copyOf(totals.models),
        List.copyOf(totals.tools),
        distinct(node -> node.fact.getDialect()),
        input.requestPreview(),
        input.responsePreview(),
        tags(),
        receivedTimeUnixNano(),
        0,
        0,
        TraceParts.of(byStart, main, impliedTurns));
  }

  /** A trace in which an agent or model ran is one turn, unless its dialect marks the turns. */
  private int impliedTurns(TraceTotals totals) {
    boolean ran =
        byStart.stream()
            .anyMatch(node -> node.kind.isModelCall() || node.kind == AgentSpanKind.AGENT);
    return totals.turns == 0 && ran ? 1 : 0;
  }

  /** ERROR if a span at the top failed; OK if one says so and none failed. */
  private SpanStatus status() {
    List<SpanNode> roots = tree.roots();
    if (roots.stream().anyMatch(SpanNode::isError)) {
      return SpanStatus.ERROR;
    }
    boolean ok =
        roots.stream().anyMatch(root -> root.fact.getStatus().equals(SpanStatus.OK.name()));
    return ok ? SpanStatus.OK : SpanStatus.UNSET;
  }

  /** The first so many, by their span's start: each span may bring others. */
  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    for (SpanNode node : byStart) {
      for (Tag tag : node.fact.getTags()) {
        if (tags.size() < MAX_TAGS) {
          tags.putIfAbsent(tag.getKey(), tag.getValue());
        }
      }
    }
    return tags;
  }

  private long receivedTimeUnixNano() {
    return byStart.stream()
        .mapToLong(node -> node.fact.getReceivedTimeUnixNano())
        .min()
        .orElseThrow();
  }

  private List<String> distinct(Function<SpanNode, String> field) {
    return byStart.stream().map(field).filter(text -> !text.isEmpty()).distinct().sorted().toList();
  }

  private static String onlyOne(List<String> values) {
    return values.size() == 1 ? values.get(0) : "";
  }

  private static boolean isRealRoot(SpanNode node) {
    return node.fact.getParentSpanId().isEmpty();
  }
}
