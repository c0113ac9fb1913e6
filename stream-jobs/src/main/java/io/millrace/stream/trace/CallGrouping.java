// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which model spans tell the same call.
 *
 * <p>A model span nested in another, with no tool or agent between them, is part of the other's
 * call: a model does not call models. If the outer one holds at most one answered call, both are
 * one call (with its failed attempts); if it holds several, the outer is a wrapper around them and
 * no call, unless each is told by another instrumentation and with the tokens of the outer one:
 * then all tell one. Besides, two spans with one response id are one call if their tokens do not
 * contradict each other, or if two instrumentations tell them at the same time, of which one counts
 * wrongly; and so are two that {@link ToldBesides} pairs.
 */
final class CallGrouping {
  /**
   * Dialects of the providers' own SDKs: they tell what was answered, others what they made of it.
   */
  private static final Set<String> PROVIDERS_OWN = Set.of("anthropic-sdk");

  /**
   * Who owns a call: tokens before none, success before failure, the provider's own SDK, the
   * deepest, the earliest.
   */
  private static final Comparator<SpanNode> PREFERENCE =
      Comparator.comparing((SpanNode node) -> !node.hasTokens())
          .thenComparing(SpanNode::isError)
          .thenComparing(node -> !PROVIDERS_OWN.contains(node.fact.getDialect()))
          .thenComparing(node -> -node.depth)
          .thenComparing(SpanNode.BY_START);

  /** What a group tells; null where it tells nothing. */
  private record Tokens(Long input, Long output) {
    int known() {
      return (input == null ? 0 : 1) + (output == null ? 0 : 1);
    }

    Tokens or(Tokens other) {
      return new Tokens(
          input == null ? other.input : input, output == null ? other.output : output);
    }
  }

  /**
   * A response by its id and tokens. Servers exist that answer with one constant id: equal ids join
   * only what does not differ in its tokens.
   */
  private record Answer(String responseId, Tokens tokens) {
    /** Itself, and as spans tell it that know less. */
    List<Answer> alsoToldAs() {
      return List.of(
          this,
          new Answer(responseId, new Tokens(tokens.input, null)),
          new Answer(responseId, new Tokens(null, tokens.output)),
          new Answer(responseId, new Tokens(null, null)));
    }
  }

  private final Map<SpanNode, SpanNode> leader = new HashMap<>();

  /** By leader. */
  private final Map<SpanNode, Tokens> tokens = new HashMap<>();

  private final Map<SpanNode, SpanNode> host = new HashMap<>();
  private final Map<SpanNode, List<SpanNode>> nested = new HashMap<>();
  private final Set<SpanNode> wrappers = new HashSet<>();

  /** Leaders of groups in which a model answered. */
  private final Set<SpanNode> answered = new HashSet<>();

  private final List<SpanNode> modelSpans = new ArrayList<>();

  /** The calls of a tree, members in order of preference. */
  static List<Call> calls(TraceTree tree) {
    CallGrouping grouping = new CallGrouping();
    grouping.findHosts(tree);
    tree.childrenFirst().stream()
        .filter(node -> node.kind.isModelCall())
        .forEach(grouping::mergeNested);
    grouping.mergeByResponseId();
    ToldBesides.pairs(grouping.unwrapped()).forEach(grouping::union);
    return grouping.collect();
  }

  private void findHosts(TraceTree tree) {
    for (SpanNode node : tree.parentsFirst()) {
      host.put(node, hostOf(node.parent));
      if (node.kind.isModelCall()) {
        modelSpans.add(node);
        leader.put(node, node);
        tokens.put(node, new Tokens(node.fact.getInputTokens(), node.fact.getOutputTokens()));
        if (node.hasTokens() || !node.isError()) {
          answered.add(node);
        }
        SpanNode around = host.get(node);
        if (around != null) {
          nested.computeIfAbsent(around, key -> new ArrayList<>()).add(node);
        }
      }
    }
  }

  private SpanNode hostOf(SpanNode parent) {
    if (parent == null || parent.kind == AgentSpanKind.TOOL || parent.kind == AgentSpanKind.AGENT) {
      return null;
    }
    return parent.kind.isModelCall() ? parent : host.get(parent);
  }

  private void mergeNested(SpanNode outer) {
    List<SpanNode> inner = nested.getOrDefault(outer, List.of());
    mergeEqualResponses(inner);
    Set<SpanNode> groups = new LinkedHashSet<>();
    inner.forEach(node -> groups.add(find(node)));
    boolean aroundWrapper = inner.stream().anyMatch(wrappers::contains);
    boolean several = groups.stream().filter(answered::contains).count() > 1;
    if (aroundWrapper || (several && !allTellTheCallOf(outer, inner))) {
      wrappers.add(outer);
    } else {
      groups.forEach(group -> union(outer, group));
    }
  }

  /** A wrapper tells the sum of several calls, or nothing; not what each of them tells. */
  private boolean allTellTheCallOf(SpanNode outer, List<SpanNode> inner) {
    Tokens told = tokens.get(outer);
    Map<String, SpanNode> groupOfScope = new HashMap<>();
    for (SpanNode node : inner) {
      SpanNode group = find(node);
      SpanNode other = groupOfScope.putIfAbsent(node.fact.getScopeName(), group);
      boolean calledTwice = other != null && other != group;
      if (answered.contains(group) && (calledTwice || !tokens.get(group).equals(told))) {
        return false;
      }
    }
    return told.known() == 2;
  }

  private List<SpanNode> unwrapped() {
    return modelSpans.stream().filter(node -> !wrappers.contains(node)).toList();
  }

  private void mergeByResponseId() {
    mergeEqualResponses(modelSpans);
    Map<String, List<SpanNode>> byId = new LinkedHashMap<>();
    for (SpanNode node : unwrapped()) {
      if (!node.fact.getResponseId().isEmpty()) {
        byId.computeIfAbsent(node.fact.getResponseId(), id -> new ArrayList<>()).add(node);
      }
    }
    byId.values().stream().filter(told -> told.size() > 1).forEach(this::mergeSimultaneous);
  }

  /**
   * One answer by two instrumentations, of which one counts wrongly (OpenLLMetry adds up what a
   * stream of Anthropic's says first and last). A server with one constant id does not answer two
   * calls of different instrumentations at once.
   */
  private void mergeSimultaneous(List<SpanNode> sameId) {
    List<SpanNode> inTime = new ArrayList<>(sameId);
    inTime.sort(SpanNode.BY_START);
    for (int at = 0; at + 1 < inTime.size(); at++) {
      SpanNode first = inTime.get(at);
      SpanNode second = inTime.get(at + 1);
      boolean overlap =
          second.clock.startTimeUnixNano() < first.clock.endTimeUnixNano()
              || second.clock.startTimeUnixNano() == first.clock.startTimeUnixNano();
      if (overlap && !first.fact.getScopeName().equals(second.fact.getScopeName())) {
        union(first, second);
      }
    }
  }

  /** The groups that tell most come first, so that one that tells nothing cannot join two. */
  private void mergeEqualResponses(List<SpanNode> nodes) {
    List<SpanNode> byTokens =
        nodes.stream()
            .filter(node -> !node.fact.getResponseId().isEmpty() && !wrappers.contains(node))
            .sorted(Comparator.comparingInt(node -> -tokensOf(node).known()))
            .toList();
    Map<Answer, SpanNode> groups = new HashMap<>();
    for (SpanNode node : byTokens) {
      Answer answer = new Answer(node.fact.getResponseId(), tokensOf(node));
      SpanNode other = groups.get(answer);
      if (other == null) {
        answer.alsoToldAs().forEach(partly -> groups.putIfAbsent(partly, node));
      } else {
        union(other, node);
      }
    }
  }

  private Tokens tokensOf(SpanNode node) {
    return tokens.get(find(node));
  }

  private SpanNode find(SpanNode node) {
    SpanNode at = node;
    while (leader.get(at) != at) {
      at = leader.get(at);
    }
    leader.put(node, at);
    return at;
  }

  private void union(SpanNode a, SpanNode b) {
    SpanNode kept = find(a);
    SpanNode joined = find(b);
    leader.put(joined, kept);
    tokens.put(kept, tokens.get(kept).or(tokens.get(joined)));
    if (answered.contains(joined)) {
      answered.add(kept);
    }
  }

  private List<Call> collect() {
    Map<SpanNode, List<SpanNode>> groups = new LinkedHashMap<>();
    for (SpanNode node : modelSpans) {
      if (!wrappers.contains(node)) {
        groups.computeIfAbsent(find(node), key -> new ArrayList<>()).add(node);
      }
    }
    return groups.values().stream().map(CallGrouping::call).toList();
  }

  private static Call call(List<SpanNode> members) {
    members.sort(PREFERENCE);
    return new Call(members, true);
  }
}
