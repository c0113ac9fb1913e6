// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.TokenUsage;
import io.millrace.sql.row.CostSums;
import io.millrace.stream.state.ToolAnswer;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Totals over some spans of a trace: over all of them, or over those of one session, user and
 * agent.
 */
final class TraceTotals {
  int llmCalls;
  int llmErrors;
  int toolCalls;
  int toolErrors;
  int turns;
  int openSpans;
  int errorCount;
  long inputTokens;
  long outputTokens;
  long cacheReadTokens;
  long cacheWriteTokens;
  long reasoningTokens;
  long costPicoUsd;
  long emitterCostPicoUsd;
  long computedCostPicoUsd;
  long inputCostPicoUsd;
  long outputCostPicoUsd;
  long cacheSavedPicoUsd;
  int unpricedCalls;
  long startTimeUnixNano = Long.MAX_VALUE;
  long endTimeUnixNano = Long.MIN_VALUE;
  final SortedSet<String> models = new TreeSet<>();
  final SortedSet<String> tools = new TreeSet<>();

  static TraceTotals of(Collection<SpanNode> nodes) {
    TraceTotals totals = new TraceTotals();
    nodes.forEach(totals::add);
    return totals;
  }

  private void add(SpanNode node) {
    startTimeUnixNano = Math.min(startTimeUnixNano, node.clock.startTimeUnixNano());
    endTimeUnixNano = Math.max(endTimeUnixNano, node.clock.endTimeUnixNano());
    openSpans += node.isOpen() ? 1 : 0;
    errorCount += node.isError() ? 1 : 0;
    turns += node.turn ? 1 : 0;
    if (node.countsAsToolCall) {
      toolCalls++;
      toolErrors += node.isError() ? 1 : 0;
      tools.add(node.toolName);
    }
    for (ToolAnswer told : node.toldTools) {
      toolCalls++;
      toolErrors += told.getFailed() ? 1 : 0;
      tools.add(told.getName());
    }
    if (node.owned != null) {
      add(node.owned);
    }
  }

  private void add(Call call) {
    if (call.modelCall) {
      llmCalls += call.isError() ? 0 : 1;
      llmErrors += call.isError() ? 1 : 0;
    }
    if (!call.model().isEmpty()) {
      models.add(call.model());
    }
    TokenUsage usage = call.usage();
    inputTokens = plus(inputTokens, usage.inputTokens());
    outputTokens = plus(outputTokens, usage.outputTokens());
    cacheReadTokens = plus(cacheReadTokens, usage.cacheReadTokens());
    cacheWriteTokens = plus(cacheWriteTokens, usage.cacheWriteTokens());
    reasoningTokens = plus(reasoningTokens, usage.reasoningTokens());
    costPicoUsd = plus(costPicoUsd, call.costPicoUsd);
    emitterCostPicoUsd = plus(emitterCostPicoUsd, call.emitterCostPicoUsd());
    computedCostPicoUsd = plus(computedCostPicoUsd, call.computedCostPicoUsd());
    inputCostPicoUsd = plus(inputCostPicoUsd, call.costParts.inputPicoUsd());
    outputCostPicoUsd = plus(outputCostPicoUsd, call.costParts.outputPicoUsd());
    cacheSavedPicoUsd = plus(cacheSavedPicoUsd, call.costParts.cacheSavedPicoUsd());
    unpricedCalls += call.isUnpriced() ? 1 : 0;
  }

  CostSums costParts() {
    return new CostSums(inputCostPicoUsd, outputCostPicoUsd, cacheSavedPicoUsd);
  }

  /** Stops at the ends of a long: what an emitter claims must never stop the job. */
  private static long plus(long sum, Long value) {
    long added = value == null ? 0 : value;
    long result = sum + added;
    boolean overflowed = ((sum ^ result) & (added ^ result)) < 0;
    return overflowed ? (added < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : result;
  }
}
