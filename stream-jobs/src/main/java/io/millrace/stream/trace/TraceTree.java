// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.SpanFact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of a trace as a forest. A root is a span whose parent is not (yet) in the trace: the
 * real one may never come, a killed agent never sends it. Parent cycles, which only a broken
 * emitter makes, are cut at the least span id.
 */
final class TraceTree {
  private final List<SpanNode> roots = new ArrayList<>();
  private final List<SpanNode> parentsFirst = new ArrayList<>();

  private TraceTree() {}

  static TraceTree of(Collection<SpanFact> facts) {
    Map<String, SpanNode> nodes = new HashMap<>();
    for (SpanFact fact : facts) {
      nodes.put(fact.getSpanId(), new SpanNode(fact));
    }
    nodes.values().forEach(node -> node.parent = nodes.get(node.fact.getParentSpanId()));
    cutCycles(nodes.values());
    TraceTree tree = new TraceTree();
    tree.link(nodes.values());
    return tree;
  }

  /**
   * Spans that are a user's turn. One inside another is what the agent asks a sub-agent: no user
   * has said it.
   */
  Set<SpanNode> turns() {
    Set<SpanNode> turns = new HashSet<>();
    Set<SpanNode> inside = new HashSet<>();
    for (SpanNode node : parentsFirst) {
      if (inside.contains(node.parent) || turns.contains(node.parent)) {
        inside.add(node);
      } else if (node.fact.getTurn()) {
        turns.add(node);
      }
    }
    return turns;
  }

  /** Spans whose parent is not in the trace, by start. */
  List<SpanNode> roots() {
    return roots;
  }

  /** All spans, each after its parent. */
  List<SpanNode> parentsFirst() {
    return parentsFirst;
  }

  /** All spans, each before its parent. */
  List<SpanNode> childrenFirst() {
    List<SpanNode> reversed = new ArrayList<>(parentsFirst);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * Each span is walked once: a walk ends at a root, at a span of an earlier walk, or on itself.
   */
  private static void cutCycles(Collection<SpanNode> nodes) {
    Map<SpanNode, Integer> walkOf = new HashMap<>();
    int walk = 0;
    for (SpanNode start : nodes) {
      walk++;
      SpanNode node = start;
      while (node != null && walkOf.putIfAbsent(node, walk) == null) {
        node = node.parent;
      }
      if (node != null && walkOf.get(node) == walk) {
        leastOfCycle(node).parent = null;
      }
    }
  }

  private static SpanNode leastOfCycle(SpanNode member) {
    SpanNode least = member;
    for (SpanNode node = member.parent; node != member; node = node.parent) {
      if (node.fact.getSpanId().compareTo(least.fact.getSpanId()) < 0) {
        least = node;
      }
    }
    return least;
  }

  private void link(Collection<SpanNode> nodes) {
    List<SpanNode> sorted = new ArrayList<>(nodes);
    sorted.sort(SpanNode.BY_START);
    for (SpanNode node : sorted) {
      (node.parent == null ? roots : node.parent.children).add(node);
    }
    Deque<SpanNode> queue = new ArrayDeque<>(roots);
    while (!queue.isEmpty()) {
      SpanNode node = queue.poll();
      node.depth = node.parent == null ? 0 : node.parent.depth + 1;
      parentsFirst.add(node);
      queue.addAll(node.children);
    }
  }
}
