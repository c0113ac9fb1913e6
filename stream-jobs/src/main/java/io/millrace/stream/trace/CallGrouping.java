// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which model spans tell the same call.
 *
 * <p>A model span nested in another, with no tool or agent between them, is part of the other's
 * call: a model does not call models. If the outer one holds at most one answered call, both are
 * one call (with its failed attempts); if it holds several, the outer is a wrapper around them and
 * no call. Besides, two spans with one response id, whose tokens do not contradict each other, are
 * one call.
 */
final class CallGrouping {
  /** Who owns a call: tokens before none, success before failure, the deepest, the earliest. */
  private static final Comparator<SpanNode> PREFERENCE =
      Comparator.comparing((SpanNode node) -> !node.hasTokens())
          .thenComparing(SpanNode::isError)
          .thenComparing(node -> -node.depth)
          .thenComparing(SpanNode.BY_START);

  private final Map<SpanNode, SpanNode> leader = new HashMap<>();
  private final Map<SpanNode, SpanNode> host = new HashMap<>();
  private final Map<SpanNode, List<SpanNode>> nested = new HashMap<>();
  private final Set<SpanNode> wrappers = new HashSet<>();

  /** Leaders of groups in which a model answered. */
  private final Set<SpanNode> answered = new HashSet<>();

  private final List<SpanNode> modelSpans = new ArrayList<>();

  /** The calls of a tree, members in order of preference. */
  static List<Call> calls(TraceTree tree) {
    CallGrouping grouping = new CallGrouping();
    grouping.findHosts(tree);
    tree.childrenFirst().stream()
        .filter(node -> node.kind.isModelCall())
        .forEach(grouping::mergeNested);
    grouping.mergeByResponseId();
    return grouping.collect();
  }

  private void findHosts(TraceTree tree) {
    for (SpanNode node : tree.parentsFirst()) {
      host.put(node, hostOf(node.parent));
      if (node.kind.isModelCall()) {
        modelSpans.add(node);
        leader.put(node, node);
        if (node.hasTokens() || !node.isError()) {
          answered.add(node);
        }
        SpanNode around = host.get(node);
        if (around != null) {
          nested.computeIfAbsent(around, key -> new ArrayList<>()).add(node);
        }
      }
    }
  }

  private SpanNode hostOf(SpanNode parent) {
    if (parent == null || parent.kind == AgentSpanKind.TOOL || parent.kind == AgentSpanKind.AGENT) {
      return null;
    }
    return parent.kind.isModelCall() ? parent : host.get(parent);
  }

  private void mergeNested(SpanNode outer) {
    Set<SpanNode> inner = new LinkedHashSet<>();
    List<SpanNode> reached = reachable(outer);
    mergeEqualResponses(reached);
    reached.forEach(node -> inner.add(find(node)));
    long answeredCount = inner.stream().filter(answered::contains).count();
    if (answeredCount > 1) {
      wrappers.add(outer);
    } else {
      inner.forEach(group -> union(outer, group));
    }
  }

  /** The calls directly inside; where one of them is a wrapper, those inside it. */
  private List<SpanNode> reachable(SpanNode outer) {
    List<SpanNode> result = new ArrayList<>();
    for (SpanNode node : nested.getOrDefault(outer, List.of())) {
      if (wrappers.contains(node)) {
        result.addAll(reachable(node));
      } else {
        result.add(node);
      }
    }
    return result;
  }

  private void mergeByResponseId() {
    mergeEqualResponses(modelSpans.stream().filter(node -> !wrappers.contains(node)).toList());
  }

  private void mergeEqualResponses(List<SpanNode> nodes) {
    Map<String, SpanNode> byResponse = new HashMap<>();
    for (SpanNode node : nodes) {
      String responseId = node.fact.getResponseId();
      SpanNode other = responseId.isEmpty() ? null : byResponse.putIfAbsent(responseId, node);
      if (other != null && agree(other, node)) {
        union(other, node);
      }
    }
  }

  /**
   * Servers exist that answer with one constant id: equal ids join only what does not differ in its
   * tokens.
   */
  private static boolean agree(SpanNode a, SpanNode b) {
    return agree(a.fact.getInputTokens(), b.fact.getInputTokens())
        && agree(a.fact.getOutputTokens(), b.fact.getOutputTokens());
  }

  private static boolean agree(Long a, Long b) {
    return a == null || b == null || a.equals(b);
  }

  private SpanNode find(SpanNode node) {
    SpanNode at = node;
    while (leader.get(at) != at) {
      at = leader.get(at);
    }
    leader.put(node, at);
    return at;
  }

  private void union(SpanNode a, SpanNode b) {
    SpanNode kept = find(a);
    SpanNode joined = find(b);
    leader.put(joined, kept);
    if (answered.contains(joined)) {
      answered.add(kept);
    }
  }

  private List<Call> collect() {
    Map<SpanNode, List<SpanNode>> groups = new LinkedHashMap<>();
    for (SpanNode node : modelSpans) {
      if (!wrappers.contains(node)) {
        groups.computeIfAbsent(find(node), key -> new ArrayList<>()).add(node);
      }
    }
    return groups.values().stream().map(CallGrouping::call).toList();
  }

  private static Call call(List<SpanNode> members) {
    members.sort(PREFERENCE);
    return new Call(members, true);
  }
}
