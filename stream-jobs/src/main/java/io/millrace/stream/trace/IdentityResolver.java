// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.TraceInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives every span its session, user and agent: its own, else the nearest ancestor's (the trace's
 * info stands above every root), else the only one in its subtree, else the only one in the trace,
 * else ''. Per span, not per trace: one server process may serve many sessions in one trace.
 */
final class IdentityResolver {
  /** Stands for "more than one", which names none. */
  private static final String SEVERAL = "\u0000several";

  private final TraceTree tree;
  private final TraceInfo info;

  IdentityResolver(TraceTree tree, TraceInfo info) {
    this.tree = tree;
    this.info = info;
  }

  void resolve() {
    for (IdentityField field : IdentityField.values()) {
      resolve(field);
    }
  }

  private void resolve(IdentityField field) {
    Map<SpanNode, String> onlyBelow = new HashMap<>();
    String onlyInTrace = "";
    for (SpanNode node : tree.childrenFirst()) {
      String own = field.own(node.fact);
      onlyInTrace = only(onlyInTrace, own);
      String below = only(onlyBelow.getOrDefault(node, ""), own);
      onlyBelow.put(node, below);
      if (node.parent != null) {
        onlyBelow.merge(node.parent, below, IdentityResolver::only);
      }
    }
    Map<SpanNode, String> nearestOwn = new HashMap<>();
    for (SpanNode node : tree.parentsFirst()) {
      String above = node.parent == null ? field.own(info) : nearestOwn.get(node.parent);
      String nearest = first(field.own(node.fact), above);
      nearestOwn.put(node, nearest);
      node.identity.put(field, first(nearest, onlyBelow.get(node), onlyInTrace));
    }
  }

  private static String only(String a, String b) {
    if (a.isEmpty() || a.equals(b)) {
      return b.isEmpty() ? a : b;
    }
    return b.isEmpty() ? a : SEVERAL;
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (!candidate.isEmpty() && !candidate.equals(SEVERAL)) {
        return candidate;
      }
    }
    return "";
  }
}
