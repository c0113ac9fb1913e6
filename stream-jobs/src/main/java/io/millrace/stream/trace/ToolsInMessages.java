// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.ToolAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tool calls of a trace without a tool's span, by the results that its model calls are given. A
 * result that comes twice (a call tried again, a title made of the same history, a framework and
 * its client) is one call, which failed if one says so.
 */
final class ToolsInMessages {
  private record CallOfTool(String callId, String name) {
    static CallOfTool of(ToolAnswer answer) {
      return new CallOfTool(answer.getCallId(), answer.getName());
    }
  }

  private final TraceTree tree;
  private final Set<CallOfTool> failed = new HashSet<>();
  private final Set<CallOfTool> told = new HashSet<>();
  private final Set<SpanNode> toldAround = new HashSet<>();

  private ToolsInMessages(TraceTree tree) {
    this.tree = tree;
  }

  /** Sets {@link SpanNode#toldTools}. */
  static void tell(TraceTree tree) {
    if (tree.parentsFirst().stream().noneMatch(node -> node.kind == AgentSpanKind.TOOL)) {
      new ToolsInMessages(tree).tell();
    }
  }

  private void tell() {
    List<SpanNode> tellers =
        tree.parentsFirst().stream()
            .filter(node -> !node.isError() && !node.fact.getAnsweredTools().isEmpty())
            .sorted(SpanNode.BY_START)
            .toList();
    if (tellers.isEmpty()) {
      return;
    }
    findToldAround();
    tellers.forEach(this::noteFailures);
    tellers.forEach(this::tell);
  }

  /** Model spans inside one that tells results are of the same call. */
  private void findToldAround() {
    for (SpanNode node : tree.parentsFirst()) {
      SpanNode around = node.parent;
      if (around != null
          && around.kind.isModelCall()
          && (toldAround.contains(around) || !around.fact.getAnsweredTools().isEmpty())) {
        toldAround.add(node);
      }
    }
  }

  private void noteFailures(SpanNode teller) {
    teller.fact.getAnsweredTools().stream()
        .filter(ToolAnswer::getFailed)
        .forEach(answer -> failed.add(CallOfTool.of(answer)));
  }

  private void tell(SpanNode teller) {
    for (ToolAnswer answer : teller.fact.getAnsweredTools()) {
      CallOfTool call = CallOfTool.of(answer);
      if (answer.getCallId().isEmpty()) {
        if (!toldAround.contains(teller)) {
          teller.toldTools.add(answer);
        }
      } else if (told.add(call)) {
        teller.toldTools.add(new ToolAnswer(call.callId(), call.name(), failed.contains(call)));
      }
    }
  }
}
