// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back tool calls that a second instrumentation tells once more: a span of another scope with
 * the same call id at the same time, anywhere in the trace; or one of the same name inside, where
 * not both have an id. Within one scope equal ids are different calls: some models number their
 * calls anew in every answer.
 */
final class DoubledTools {
  /** One id for all tools of a trace must not take the square of its length. */
  private static final int MAX_LOOK_BACK = 64;

  /** The call that a span taken back tells once more. */
  private final Map<SpanNode, SpanNode> partOf = new HashMap<>();

  private final Map<String, List<SpanNode>> countedById = new HashMap<>();

  private DoubledTools() {}

  static void takeBack(TraceTree tree) {
    DoubledTools doubled = new DoubledTools();
    tree.parentsFirst().stream()
        .filter(node -> node.countsAsToolCall)
        .sorted(SpanNode.BY_START)
        .forEach(doubled::look);
  }

  private void look(SpanNode node) {
    String callId = node.fact.getToolCallId();
    List<SpanNode> sameId = countedById.computeIfAbsent(callId, id -> new ArrayList<>());
    SpanNode other = callId.isEmpty() ? null : concurrentElsewhere(sameId, node);
    if (other == null) {
      other = sameNameAround(node);
    }
    if (other == null) {
      sameId.add(node);
    } else {
      node.countsAsToolCall = false;
      other.failedInside |= node.isError();
      partOf.put(node, other);
    }
  }

  private static SpanNode concurrentElsewhere(List<SpanNode> counted, SpanNode node) {
    for (int i = counted.size() - 1; i >= Math.max(0, counted.size() - MAX_LOOK_BACK); i--) {
      SpanNode other = counted.get(i);
      boolean elsewhere = !other.fact.getScopeName().equals(node.fact.getScopeName());
      if (elsewhere && overlap(other, node)) {
        return other;
      }
    }
    return null;
  }

  private static boolean overlap(SpanNode earlier, SpanNode later) {
    return earlier.isOpen() || later.clock.startTimeUnixNano() <= earlier.clock.endTimeUnixNano();
  }

  /** The next call of a tool around it, if nothing but plumbing lies between. */
  private SpanNode sameNameAround(SpanNode node) {
    SpanNode around = node.parent;
    while (around != null && around.kind == AgentSpanKind.SPAN) {
      around = around.parent;
    }
    // a third instrumentation lies inside the second
    around = partOf.getOrDefault(around, around);
    boolean same =
        around != null
            && around.countsAsToolCall
            && around.toolName.equals(node.toolName)
            && !around.fact.getScopeName().equals(node.fact.getScopeName())
            && (around.fact.getToolCallId().isEmpty() || node.fact.getToolCallId().isEmpty());
    return same ? around : null;
  }
}
