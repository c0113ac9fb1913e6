// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.ToolRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and counts executed tool calls. The name is the one that the model used, joined by tool
 * call id to the model call that asked for it (OpenHands calls the span {@code TerminalAction} and
 * the tool {@code terminal}). One call may be told by nested spans (agent, MCP client, MCP server):
 * the outermost with that id counts. Where no span is a tool's, {@link ToolsInMessages} tells.
 */
final class ToolCalls {
  private record Request(SpanNode asker, String name) {}

  private record Visit(SpanNode node, boolean leaving) {}

  private final TraceTree tree;
  private final Map<String, List<Request>> requestsById = new HashMap<>();

  ToolCalls(TraceTree tree) {
    this.tree = tree;
  }

  void resolve() {
    tree.parentsFirst().forEach(this::collectRequests);
    for (SpanNode node : tree.parentsFirst()) {
      if (node.kind == AgentSpanKind.TOOL) {
        node.toolName = name(node);
      }
    }
    tree.roots().forEach(this::countBelow);
    DoubledTools.takeBack(tree);
    ToolsInMessages.tell(tree);
  }

  private void collectRequests(SpanNode node) {
    for (ToolRequest request : node.fact.getRequestedTools()) {
      if (!request.getCallId().isEmpty() && !request.getName().isEmpty()) {
        requestsById
            .computeIfAbsent(request.getCallId(), id -> new ArrayList<>())
            .add(new Request(node, request.getName()));
      }
    }
  }

  private String name(SpanNode tool) {
    String own = tool.fact.getToolName();
    return requestsById.getOrDefault(tool.fact.getToolCallId(), List.of()).stream()
        .min((a, b) -> compareByCloseness(a, b, tool))
        .map(Request::name)
        .orElse(own.isEmpty() ? tool.fact.getName() : own);
  }

  /**
   * Some models number their calls anew in every answer: the latest request before the call is
   * meant.
   */
  private static int compareByCloseness(Request a, Request b, SpanNode tool) {
    boolean aBefore = SpanNode.BY_START.compare(a.asker, tool) <= 0;
    boolean bBefore = SpanNode.BY_START.compare(b.asker, tool) <= 0;
    if (aBefore != bBefore) {
      return aBefore ? -1 : 1;
    }
    int byStart = SpanNode.BY_START.compare(a.asker, b.asker);
    return aBefore ? -byStart : byStart;
  }

  /**
   * Counts the calls of a subtree, walking down and up again with the call ids of the path above:
   * to look up from every call would take a nested trace the square of its length.
   */
  private void countBelow(SpanNode root) {
    Map<String, Integer> above = new HashMap<>();
    Map<String, SpanNode> countedAbove = new HashMap<>();
    Deque<Visit> visits = new ArrayDeque<>();
    visits.push(new Visit(root, false));
    while (!visits.isEmpty()) {
      Visit visit = visits.pop();
      SpanNode node = visit.node;
      String callId = node.fact.getToolCounts() ? node.fact.getToolCallId() : "";
      if (visit.leaving) {
        above.computeIfPresent(callId, (id, spans) -> spans == 1 ? null : spans - 1);
        countedAbove.remove(callId, node);
        continue;
      }
      tellFailure(node, countedAbove.get(node.fact.getToolCallId()));
      node.countsAsToolCall =
          node.kind == AgentSpanKind.TOOL
              && node.fact.getToolCounts()
              && !above.containsKey(callId);
      if (!callId.isEmpty()) {
        above.merge(callId, 1, Integer::sum);
        if (node.countsAsToolCall) {
          countedAbove.put(callId, node);
        }
        visits.push(new Visit(node, true));
      }
      node.children.forEach(child -> visits.push(new Visit(child, false)));
    }
  }

  /**
   * A call whose failure only a span inside tells (Claude Code: tool.execution) has failed all the
   * same.
   */
  private static void tellFailure(SpanNode part, SpanNode counted) {
    if (counted != null && part.kind == AgentSpanKind.TOOL && part.isError()) {
      counted.failedInside = true;
    }
  }
}
