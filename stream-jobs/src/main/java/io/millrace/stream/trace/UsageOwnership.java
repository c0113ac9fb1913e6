// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whose tokens count, so that a sum over spans counts each once. A span owns usage iff it
 * is the owner of a model call; or it has usage, no model call with usage is below it, and no span
 * above it owns by this second clause. So an agent's own total counts only where the calls it sums
 * up were never sent.
 */
final class UsageOwnership {
  private UsageOwnership() {}

  /** Sets {@link SpanNode#owned} and returns all calls, by their owner's start. */
  static List<Call> assign(TraceTree tree) {
    List<Call> calls = new ArrayList<>(CallGrouping.calls(tree));
    calls.forEach(call -> call.owner.owned = call);
    Set<SpanNode> aboveUsage = spansAboveUsage(tree);
    Set<SpanNode> covered = new HashSet<>();
    for (SpanNode node : tree.parentsFirst()) {
      boolean isCovered = node.parent != null && covered.contains(node.parent);
      if (isCovered) {
        covered.add(node);
      } else if (ownsForItsSubtree(node, aboveUsage)) {
        covered.add(node);
        node.owned = new Call(List.of(node), false);
        calls.add(node.owned);
      }
    }
    calls.sort((a, b) -> SpanNode.BY_START.compare(a.owner, b.owner));
    return calls;
  }

  private static boolean ownsForItsSubtree(SpanNode node, Set<SpanNode> aboveUsage) {
    return !node.kind.isModelCall() && node.hasTokens() && !aboveUsage.contains(node);
  }

  /** Every span with a model call with usage in its subtree. */
  private static Set<SpanNode> spansAboveUsage(TraceTree tree) {
    Set<SpanNode> above = new HashSet<>();
    for (SpanNode node : tree.childrenFirst()) {
      boolean isCallWithUsage = node.owned != null && node.owned.usage().hasTokens();
      if (isCallWithUsage || above.contains(node)) {
        above.add(node);
        if (node.parent != null) {
          above.add(node.parent);
        }
      }
    }
    return above;
  }
}
