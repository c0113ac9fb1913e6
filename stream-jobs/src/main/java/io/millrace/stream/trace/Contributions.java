// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.TokenUsage;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.rollup.DurationBuckets;
import io.millrace.stream.rollup.MinuteCells;
import io.millrace.stream.rollup.MoneySum;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.ToolAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a trace adds to the minutes: a call and a tool call to the minute of its start, the trace to
 * that of its own.
 */
final class Contributions {
  private final String workspace;
  private final String experimentId;
  private final List<MinuteCell> cells = new ArrayList<>();

  Contributions(String workspace, String experimentId) {
    this.workspace = workspace;
    this.experimentId = experimentId;
  }

  /** One cell a key. */
  List<MinuteCell> cells() {
    return MinuteCells.sumByKey(cells);
  }

  void addCall(Call call) {
    SpanNode owner = call.owner;
    TokenUsage usage = call.usage();
    Long firstToken = call.timeToFirstTokenNanos();
    cells.add(
        MinuteCells.of(
            RollUpTable.USAGE,
            owner.clock.startTimeUnixNano(),
            List.of(
                workspace,
                experimentId,
                owner.fact.getServiceName(),
                owner.identity(IdentityField.AGENT),
                owner.identity(IdentityField.USER),
                call.provider(),
                call.model()),
            List.of(
                call.modelCall ? 1L : 0L,
                count(call.modelCall && call.isError()),
                orZero(usage.inputTokens()),
                orZero(usage.outputTokens()),
                orZero(usage.cacheReadTokens()),
                orZero(usage.cacheWriteTokens()),
                orZero(usage.reasoningTokens()),
                MoneySum.micros(call.costPicoUsd),
                MoneySum.rest(call.costPicoUsd),
                MoneySum.micros(call.emitterCostPicoUsd()),
                MoneySum.rest(call.emitterCostPicoUsd()),
                MoneySum.micros(call.computedCostPicoUsd()),
                MoneySum.rest(call.computedCostPicoUsd()),
                count(call.isUnpriced()),
                MoneySum.micros(call.costParts.inputPicoUsd()),
                MoneySum.rest(call.costParts.inputPicoUsd()),
                MoneySum.micros(call.costParts.outputPicoUsd()),
                MoneySum.rest(call.costParts.outputPicoUsd()),
                MoneySum.micros(call.costParts.cacheSavedPicoUsd()),
                MoneySum.rest(call.costParts.cacheSavedPicoUsd())),
            Arrays.asList(
                call.modelCall ? durationBucket(owner) : null,
                firstToken == null ? null : Integer.valueOf(DurationBuckets.index(firstToken)))));
  }

  /** The span's own tool call, and those that it tells; how long the latter took nobody says. */
  void addToolCalls(SpanNode node) {
    if (node.countsAsToolCall) {
      addToolCall(node, node.toolName, node.isError(), durationBucket(node));
    }
    for (ToolAnswer told : node.toldTools) {
      addToolCall(node, told.getName(), told.getFailed(), null);
    }
  }

  private void addToolCall(SpanNode teller, String tool, boolean isError, Integer durationBucket) {
    cells.add(
        MinuteCells.of(
            RollUpTable.TOOLS,
            teller.clock.startTimeUnixNano(),
            List.of(
                workspace,
                experimentId,
                teller.fact.getServiceName(),
                teller.identity(IdentityField.AGENT),
                tool),
            List.of(1L, count(isError)),
            Collections.singletonList(durationBucket)));
  }

  void addTrace(TraceRow trace, boolean isError, boolean isOpen) {
    cells.add(
        MinuteCells.of(
            RollUpTable.LATENCY,
            trace.startTimeUnixNano(),
            List.of(workspace, experimentId, trace.serviceName(), trace.name()),
            List.of(1L, count(isError)),
            Collections.singletonList(
                isOpen ? null : Integer.valueOf(DurationBuckets.index(trace.durationNanos())))));
  }

  /** An open span has no duration yet: it is counted, and joins the histogram when it ends. */
  private static Integer durationBucket(SpanNode node) {
    return node.isOpen()
        ? null
        : Integer.valueOf(DurationBuckets.index(node.clock.durationNanos()));
  }

  private static long count(boolean condition) {
    return condition ? 1 : 0;
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }
}
