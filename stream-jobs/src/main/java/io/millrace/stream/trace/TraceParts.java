// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.sql.row.TracePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trace's totals by session, user and agent: what the views of sessions and users are made of.
 */
final class TraceParts {
  private record Key(String sessionId, String userId, String agentName) implements Comparable<Key> {
    static Key of(SpanNode node) {
      return new Key(
          node.identity(IdentityField.SESSION),
          node.identity(IdentityField.USER),
          node.identity(IdentityField.AGENT));
    }

    @Override
    public int compareTo(Key other) {
      int bySession = sessionId.compareTo(other.sessionId);
      int byUser = userId.compareTo(other.userId);
      return bySession != 0
          ? bySession
          : byUser != 0 ? byUser : agentName.compareTo(other.agentName);
    }
  }

  private TraceParts() {}

  /**
   * The parts, sorted by their key.
   *
   * @param main the span whose part has the turn, if no span of the trace is a turn of its own
   */
  static List<TracePart> of(List<SpanNode> nodes, SpanNode main, int impliedTurns) {
    Map<Key, List<SpanNode>> byKey = new TreeMap<>();
    for (SpanNode node : nodes) {
      byKey.computeIfAbsent(Key.of(node), key -> new ArrayList<>()).add(node);
    }
    List<TracePart> parts = new ArrayList<>();
    byKey.forEach(
        (key, members) -> {
          int implied = key.equals(Key.of(main)) ? impliedTurns : 0;
          parts.add(part(key, TraceTotals.of(members), implied));
        });
    return parts;
  }

  private static TracePart part(Key key, TraceTotals totals, int impliedTurns) {
    return new TracePart(
        key.sessionId,
        key.userId,
        key.agentName,
        totals.turns + impliedTurns,
        totals.llmCalls,
        totals.toolCalls,
        totals.toolErrors,
        totals.inputTokens,
        totals.outputTokens,
        totals.cacheReadTokens,
        totals.cacheWriteTokens,
        totals.reasoningTokens,
        totals.costPicoUsd,
        totals.startTimeUnixNano,
        totals.endTimeUnixNano,
        totals.llmErrors,
        totals.unpricedCalls,
        totals.openSpans,
        List.copyOf(totals.models),
        List.copyOf(totals.tools),
        totals.costParts());
  }
}
