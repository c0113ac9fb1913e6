// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.stream.state.CallPrice;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.ToolAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * A span in its place in the trace, with what the steps of {@link TraceDeriver} have found out
 * about it so far.
 */
final class SpanNode {
  /** The order of everything that is listed: by start, ties by span id. */
  static final Comparator<SpanNode> BY_START =
      Comparator.comparingLong((SpanNode node) -> node.clock.startTimeUnixNano())
          .thenComparing(node -> node.fact.getSpanId());

  final SpanFact fact;
  final AgentSpanKind kind;
  final EffectiveClock clock;
  final List<SpanNode> children = new ArrayList<>();
  SpanNode parent;
  int depth;

  /** What {@link IdentityResolver} found. */
  final Map<IdentityField, String> identity = new EnumMap<>(IdentityField.class);

  /** The call that this span owns; null where it owns none. */
  Call owned;

  /** Name of the executed tool; '' where the span is no tool's. */
  String toolName = "";

  boolean countsAsToolCall;

  /** Whether it is a user's turn. */
  boolean turn;

  /** Whether a span inside tells that this tool call failed, though the span itself does not. */
  boolean failedInside;

  /** Executed tool calls that only this span's messages tell. */
  final List<ToolAnswer> toldTools = new ArrayList<>();

  SpanNode(SpanFact fact) {
    this.fact = fact;
    this.kind = AgentSpanKind.valueOf(fact.getKind());
    this.clock = EffectiveClock.of(fact);
  }

  /** Whether the call that the span owns, if any, has another price than the fact tells. */
  boolean hasNewPrice() {
    return !Objects.equals(price(), fact.getPrice());
  }

  private CallPrice price() {
    return owned == null ? null : owned.price;
  }

  /** The fact with the price of the call that the span owns, and with no other. */
  SpanFact pricedFact() {
    if (!hasNewPrice()) {
      return fact;
    }
    SpanFact priced = new SpanFact();
    for (Schema.Field field : SpanFact.getClassSchema().getFields()) {
      priced.put(field.pos(), fact.get(field.pos()));
    }
    priced.setPrice(price());
    return priced;
  }

  boolean isError() {
    return failedInside || fact.getStatus().equals(SpanStatus.ERROR.name());
  }

  /** Name of the {@link SpanStatus}. */
  String status() {
    return isError() ? SpanStatus.ERROR.name() : fact.getStatus();
  }

  boolean isOpen() {
    return fact.getEndTimeUnixNano() == 0;
  }

  boolean hasTokens() {
    return fact.getInputTokens() != null || fact.getOutputTokens() != null;
  }

  String identity(IdentityField field) {
    return identity.get(field);
  }
}
