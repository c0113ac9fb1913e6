// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.Tag;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceInfo;
import io.millrace.stream.state.TraceNotes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The row of the view {@code traces}. */
final class TraceRows {
  private static final int MAX_TAGS = 1_000;

  /** Whoever writes the row adds it. */
  private static final byte[] NO_STATE = {};

  private final List<SpanNode> byStart;

  /** All but noise; of a trace that is nothing else, all. By start. */
  private final List<SpanNode> story;

  /** Spans of the story that none of it is above, by start. */
  private final List<SpanNode> tops;

  /** Spans whose topmost ancestor is a real root, not one whose parent is missing. */
  private final Set<SpanNode> begun;

  /** The span that names the trace: the earliest top that begins one, else the earliest. */
  private final SpanNode main;

  private final TraceInfo info;

  TraceRows(TraceTree tree, TraceInfo info) {
    this.info = info;
    this.byStart = tree.parentsFirst().stream().sorted(SpanNode.BY_START).toList();
    this.story = isNoise() ? byStart : byStart.stream().filter(n -> !n.fact.getNoise()).toList();
    this.tops = isNoise() ? tree.roots() : tops(tree);
    this.begun = begun(tree);
    this.main = tops.stream().filter(begun::contains).findFirst().orElse(tops.get(0));
  }

  private static List<SpanNode> tops(TraceTree tree) {
    Set<SpanNode> covered = new HashSet<>();
    List<SpanNode> tops = new ArrayList<>();
    for (SpanNode node : tree.parentsFirst()) {
      boolean below = node.parent != null && covered.contains(node.parent);
      if (below || !node.fact.getNoise()) {
        covered.add(node);
      }
      if (!below && !node.fact.getNoise()) {
        tops.add(node);
      }
    }
    tops.sort(SpanNode.BY_START);
    return tops;
  }

  private static Set<SpanNode> begun(TraceTree tree) {
    Set<SpanNode> begun = new HashSet<>();
    for (SpanNode node : tree.parentsFirst()) {
      if (node.parent == null
          ? node.fact.getParentSpanId().isEmpty()
          : begun.contains(node.parent)) {
        begun.add(node);
      }
    }
    return begun;
  }

  /** Whether nothing in the trace tells of the agent. */
  boolean isNoise() {
    return byStart.stream().allMatch(node -> node.fact.getNoise());
  }

  List<SpanNode> byStart() {
    return byStart;
  }

  String experimentId() {
    SpanFact first =
        byStart.stream().map(node -> node.fact).min(ExperimentOrder.FIRST).orElseThrow();
    return ExperimentOrder.of(first, info);
  }

  boolean isOpen() {
    return main.isOpen();
  }

  TraceRow row(TraceInput input) {
    TraceTotals totals = TraceTotals.of(story);
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
        begun.contains(main),
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
        totals.costParts(),
        List.copyOf(totals.models),
        List.copyOf(totals.tools),
        distinct(node -> node.fact.getDialect()),
        input.requestPreview(),
        input.responsePreview(),
        tags(input.notes()),
        receivedTimeUnixNano(),
        0,
        0,
        TraceParts.of(story, main, impliedTurns),
        isNoise(),
        NO_STATE,
        0);
  }

  /**
   * A trace in which an agent or model ran is one turn, unless its dialect marks the turns, or
   * tells that no user began it.
   */
  private int impliedTurns(TraceTotals totals) {
    boolean ran =
        byStart.stream()
            .anyMatch(node -> node.kind.isModelCall() || node.kind == AgentSpanKind.AGENT);
    boolean denied = byStart.stream().anyMatch(node -> node.fact.getNotTurn());
    return totals.turns == 0 && ran && !denied ? 1 : 0;
  }

  /**
   * ERROR if a span at the top failed, or the info says so; OK if one says that and none failed.
   */
  private SpanStatus status() {
    if (isToldBy(SpanStatus.ERROR) || tops.stream().anyMatch(SpanNode::isError)) {
      return SpanStatus.ERROR;
    }
    boolean ok = tops.stream().anyMatch(top -> top.fact.getStatus().equals(SpanStatus.OK.name()));
    return ok || isToldBy(SpanStatus.OK) ? SpanStatus.OK : SpanStatus.UNSET;
  }

  private boolean isToldBy(SpanStatus status) {
    return info.getStatus().equals(status.name());
  }

  /**
   * The first so many: those that came by REST, of each the last word, by key, then those of the
   * spans, by start. What REST has said of a tag, be it that it is removed, no span can change.
   */
  private Map<String, String> tags(TraceNotes notes) {
    Map<String, String> tags = new TreeMap<>();
    Set<String> removed = new HashSet<>();
    for (TagChange change : TagChanges.last(notes.getTags(), info.getTags())) {
      if (change.getValue() == null) {
        removed.add(change.getKey());
      } else if (tags.size() < MAX_TAGS) {
        tags.put(change.getKey(), change.getValue());
      }
    }
    for (SpanNode node : byStart) {
      for (Tag tag : node.fact.getTags()) {
        if (tags.size() < MAX_TAGS && !removed.contains(tag.getKey())) {
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
}
