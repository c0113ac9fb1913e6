// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of a trace in the order in which a tree is drawn: each before its children, siblings as
 * they come in. A list with depths, for a nested one breaks readers of JSON at some depth.
 */
final class SpanTree {
  /**
   * A span in its place.
   *
   * @param depth 0 = a root, or a span whose parent is not there
   */
  record Node(int depth, Map<String, Object> span) {}

  private final Map<String, List<Map<String, Object>>> childrenByParent = new HashMap<>();
  private final Set<String> drawn = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  private SpanTree() {}

  /** The tree of spans that have {@code span_id} and {@code parent_span_id}. */
  static List<Node> of(List<Map<String, Object>> spans) {
    SpanTree tree = new SpanTree();
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(id(span)));
    List<Map<String, Object>> roots = new ArrayList<>();
    for (Map<String, Object> span : spans) {
      String parent = span.get("parent_span_id").toString();
      if (ids.contains(parent)) {
        tree.childrenByParent.computeIfAbsent(parent, any -> new ArrayList<>()).add(span);
      } else {
        roots.add(span);
      }
    }
    roots.forEach(tree::draw);
    // What is left hangs in a cycle of parents, which begins at the first of it.
    spans.forEach(tree::draw);
    return tree.nodes;
  }

  private void draw(Map<String, Object> top) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(new Node(0, top));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (drawn.add(id(node.span()))) {
        nodes.add(node);
        List<Map<String, Object>> children =
            new ArrayList<>(childrenByParent.getOrDefault(id(node.span()), List.of()));
        Collections.reverse(children);
        children.forEach(child -> open.push(new Node(node.depth() + 1, child)));
      }
    }
  }

  private static String id(Map<String, Object> span) {
    return span.get("span_id").toString();
  }
}
