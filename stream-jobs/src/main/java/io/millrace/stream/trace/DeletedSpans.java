// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;
import io.millrace.stream.state.TraceNotes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which spans of a trace must not be seen. What is deleted stays so: a deleted trace for ever, with
 * whatever comes of it later; of a deleted session or user the spans that began before the delete,
 * whenever they come. What inherits its session from such a span is deleted with it.
 */
final class DeletedSpans {
  private DeletedSpans() {}

  /** The deleted spans of a tree whose identities are resolved. */
  static List<SpanNode> of(TraceTree tree, TraceNotes notes) {
    return tree.parentsFirst().stream()
        .filter(node -> notes.getDeleted() || node.fact.getDeleted() || isIn(node, notes))
        .toList();
  }

  private static boolean isIn(SpanNode node, TraceNotes notes) {
    for (DeletedPart part : notes.getDeletedParts()) {
      boolean isSession = !part.getSessionId().isEmpty();
      String whose = node.identity(isSession ? IdentityField.SESSION : IdentityField.USER);
      if (whose.equals(isSession ? part.getSessionId() : part.getUserId())
          && node.clock.startTimeUnixNano() <= part.getUntilUnixNano()) {
        return true;
      }
    }
    return false;
  }

  /** What is left without them, as a tree of its own with its identities resolved. */
  static TraceTree without(TraceTree tree, List<SpanNode> deleted, TraceInfo info) {
    Set<SpanNode> gone = new HashSet<>(deleted);
    List<SpanFact> left =
        tree.parentsFirst().stream()
            .filter(node -> !gone.contains(node))
            .map(node -> node.fact)
            .toList();
    TraceTree rest = TraceTree.of(left);
    new IdentityResolver(rest, info).resolve();
    return rest;
  }
}
