// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides whose tokens count, so that a sum over spans counts each once. A span owns usage iff it
 * is the owner of a model call; or it has usage, no model call with usage is below it, and no span
 * above it owns by this second clause. So an agent's own total counts only where the calls it sums
 * up were never sent; and so does that of a model span around several calls that tell none.
 */
final class UsageOwnership {
  private UsageOwnership() {}

  /** Sets {@link SpanNode#owned} and returns all calls, by their owner's start. */
  static List<Call> assign(TraceTree tree) {
    List<Call> calls = new ArrayList<>(CallGrouping.calls(tree));
    calls.forEach(call -> call.owner.owned = call);
    Map<SpanNode, Call> callOf = new HashMap<>();
    calls.forEach(call -> call.members().forEach(member -> callOf.put(member, call)));
    Set<SpanNode> aboveUsage = spansAboveUsage(tree, callOf);
    Set<SpanNode> covered = new HashSet<>();
    for (SpanNode node : tree.parentsFirst()) {
      boolean isCovered = node.parent != null && covered.contains(node.parent);
      if (isCovered) {
        covered.add(node);
      } else if (!callOf.containsKey(node) && node.hasTokens() && !aboveUsage.contains(node)) {
        covered.add(node);
        node.owned = new Call(List.of(node), false, onlyModelBelow(node));
        calls.add(node.owned);
      }
    }
    calls.sort((a, b) -> SpanNode.BY_START.compare(a.owner, b.owner));
    return calls;
  }

  /** A model span below a total, if all that name a model name the same; null where none is. */
  private static SpanNode onlyModelBelow(SpanNode total) {
    SpanNode found = null;
    Deque<SpanNode> below = new ArrayDeque<>(total.children);
    while (!below.isEmpty()) {
      SpanNode node = below.pop();
      below.addAll(node.children);
      if (namesModel(node)) {
        if (found != null && !modelOf(node).equals(modelOf(found))) {
          return null;
        }
        found = found == null || SpanNode.BY_START.compare(node, found) < 0 ? node : found;
      }
    }
    return found;
  }

  private static boolean namesModel(SpanNode node) {
    return node.kind.isModelCall()
        && !(node.fact.getRequestModel().isEmpty() && node.fact.getResponseModel().isEmpty());
  }

  private static List<String> modelOf(SpanNode node) {
    return List.of(
        node.fact.getProvider(), node.fact.getRequestModel(), node.fact.getResponseModel());
  }

  /**
   * Every span with a model span in its subtree that tells usage, even if another span, elsewhere
   * in the trace, owns that call.
   */
  private static Set<SpanNode> spansAboveUsage(TraceTree tree, Map<SpanNode, Call> callOf) {
    Set<SpanNode> above = new HashSet<>();
    for (SpanNode node : tree.childrenFirst()) {
      if (node.parent != null && (above.contains(node) || tellsUsage(node, callOf.get(node)))) {
        above.add(node.parent);
      }
    }
    return above;
  }

  /** A model span without a call is a wrapper around several. */
  private static boolean tellsUsage(SpanNode node, Call call) {
    return call == null ? node.kind.isModelCall() && node.hasTokens() : call.usage().hasTokens();
  }
}
