// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.SpanStatus;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.SpanFact;
import java.util.List;
import java.util.function.Function;

/**
 * Derives everything that is told of a trace from the set of its spans. The result depends on the
 * set alone, not on order, splitting or repetition of what arrived: lists are sorted, ties broken
 * by (start, span id), and nothing is floating point.
 */
public final class TraceDeriver {
  private final Repricings pricings;

  /** Reads prices from one book. Not thread-safe. */
  public TraceDeriver(PriceBook prices, CostPrecedence precedence) {
    this(workspace -> prices, precedence);
  }

  /** Reads prices from the book of the trace's workspace, asked each time. Not thread-safe. */
  public TraceDeriver(Function<String, PriceBook> prices, CostPrecedence precedence) {
    this.pricings = new Repricings(prices, precedence);
  }

  /** The story of a trace. */
  public TraceStory derive(TraceInput input) {
    TraceTree all = TraceTree.of(input.facts());
    new IdentityResolver(all, input.info()).resolve();
    List<SpanNode> deleted = DeletedSpans.of(all, input.notes());
    List<String> deletedIds = deleted.stream().map(node -> node.fact.getSpanId()).sorted().toList();
    if (deleted.size() == input.facts().size()) {
      return new TraceStory(null, List.of(), List.of(), deletedIds, List.of());
    }
    return deleted.isEmpty()
        ? derive(input, all, deletedIds)
        : derive(
            input.withoutTexts(), DeletedSpans.without(all, deleted, input.info()), deletedIds);
  }

  private TraceStory derive(TraceInput input, TraceTree tree, List<String> deletedIds) {
    tree.turns().forEach(node -> node.turn = true);
    new ToolCalls(tree).resolve();
    List<Call> calls = UsageOwnership.assign(tree);
    pricings.of(input.workspace(), input.notes()).price(calls, Repricings.version(input.notes()));

    TraceRows rows = new TraceRows(tree, input.info());
    SpanRows spanRows = new SpanRows(input, rows.experimentId());
    TraceRow trace = rows.row(input);
    return new TraceStory(
        trace,
        spanRows.of(rows.byStart()),
        contributions(calls, rows, trace).cells(),
        deletedIds,
        newlyPriced(rows.byStart()));
  }

  private static List<SpanFact> newlyPriced(List<SpanNode> nodes) {
    return nodes.stream().filter(SpanNode::hasNewPrice).map(SpanNode::pricedFact).toList();
  }

  private static Contributions contributions(List<Call> calls, TraceRows rows, TraceRow trace) {
    Contributions contributions = new Contributions(trace.workspace(), trace.experimentId());
    calls.forEach(contributions::addCall);
    rows.byStart().forEach(contributions::addToolCalls);
    if (!trace.noise()) {
      contributions.addTrace(trace, trace.status().equals(SpanStatus.ERROR.name()), rows.isOpen());
    }
    return contributions;
  }
}
