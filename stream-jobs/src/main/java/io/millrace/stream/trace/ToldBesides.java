// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds calls that two instrumentations tell side by side, neither knowing of the other: that of a
 * framework's model tells no response id, that of the provider's client does. Both have the same
 * parent and the same tokens, and the client's span lies within the other's time. Where more than
 * one pair is possible, as with parallel calls of equal tokens, none is taken.
 */
final class ToldBesides {
  private record Key(SpanNode parent, Long inputTokens, Long outputTokens) {
    static Key of(SpanNode node) {
      return new Key(node.parent, node.fact.getInputTokens(), node.fact.getOutputTokens());
    }

    boolean isTold() {
      return parent != null && inputTokens != null && outputTokens != null;
    }
  }

  private ToldBesides() {}

  /** The client's span, by the span around it. */
  static Map<SpanNode, SpanNode> pairs(List<SpanNode> modelSpans) {
    Map<Key, List<SpanNode>> alike = new LinkedHashMap<>();
    for (SpanNode node : modelSpans) {
      Key key = Key.of(node);
      if (key.isTold()) {
        alike.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
      }
    }
    Map<SpanNode, SpanNode> pairs = new LinkedHashMap<>();
    alike.values().forEach(siblings -> pairs.putAll(pairsAmong(siblings)));
    return pairs;
  }

  /** A pair stands side by side in the order of time, and overlaps with neither neighbour. */
  private static Map<SpanNode, SpanNode> pairsAmong(List<SpanNode> siblings) {
    List<SpanNode> inTime = new ArrayList<>(siblings);
    inTime.sort(
        Comparator.comparingLong((SpanNode node) -> node.clock.startTimeUnixNano())
            .thenComparing(ToldBesides::hasId)
            .thenComparing(SpanNode.BY_START));
    Map<SpanNode, SpanNode> pairs = new LinkedHashMap<>();
    for (int at = 0; at + 1 < inTime.size(); at++) {
      SpanNode around = inTime.get(at);
      SpanNode inside = inTime.get(at + 1);
      boolean isPair = !hasId(around) && hasId(inside) && end(inside) <= end(around);
      boolean isOnlyOne =
          (at == 0 || end(inTime.get(at - 1)) <= start(around))
              && (at + 2 == inTime.size() || start(inTime.get(at + 2)) >= end(around));
      if (isPair && isOnlyOne) {
        pairs.put(around, inside);
      }
    }
    return pairs;
  }

  private static boolean hasId(SpanNode node) {
    return !node.fact.getResponseId().isEmpty();
  }

  private static long start(SpanNode node) {
    return node.clock.startTimeUnixNano();
  }

  private static long end(SpanNode node) {
    return node.clock.endTimeUnixNano();
  }
}
