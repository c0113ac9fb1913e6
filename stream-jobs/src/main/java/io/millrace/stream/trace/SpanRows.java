// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.TokenUsage;
import io.millrace.sql.row.CostParts;
import io.millrace.sql.row.SpanRow;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateCodec;
import java.util.AbstractList;
import java.util.List;

/** Rows of the view {@code spans}: a span's own values, with what it inherits and what it owns. */
final class SpanRows {
  private final TraceInput input;
  private final String experimentId;

  SpanRows(TraceInput input, String experimentId) {
    this.input = input;
    this.experimentId = experimentId;
  }

  /** A row for each node, made when it is looked at. */
  List<SpanRow> of(List<SpanNode> nodes) {
    return new AbstractList<>() {
      @Override
      public SpanRow get(int index) {
        return row(nodes.get(index));
      }

      @Override
      public int size() {
        return nodes.size();
      }
    };
  }

  private SpanRow row(SpanNode node) {
    SpanFact fact = node.fact;
    Call call = node.owned;
    TokenUsage usage = call == null ? TokenUsage.NONE : call.usage();
    return new SpanRow(
        input.generation(),
        input.workspace(),
        experimentId,
        input.traceId(),
        fact.getSpanId(),
        fact.getParentSpanId(),
        node.identity(IdentityField.SESSION),
        node.identity(IdentityField.USER),
        node.identity(IdentityField.AGENT),
        fact.getServiceName(),
        fact.getScopeName(),
        fact.getScopeVersion(),
        fact.getName(),
        fact.getOtlpKind(),
        fact.getKind(),
        node.status(),
        fact.getStatusMessage(),
        fact.getErrorType(),
        node.clock.startTimeUnixNano(),
        node.clock.durationNanos(),
        node.clock.reportedStartTimeUnixNano(),
        call == null ? fact.getProvider() : call.provider(),
        call == null ? fact.getRequestModel() : call.requestModel(),
        call == null ? fact.getResponseModel() : call.responseModel(),
        usage.hasTokens(),
        orZero(usage.inputTokens()),
        orZero(usage.outputTokens()),
        orZero(usage.cacheReadTokens()),
        orZero(usage.cacheWriteTokens()),
        orZero(usage.reasoningTokens()),
        call == null ? null : call.costPicoUsd,
        call == null ? null : call.emitterCostPicoUsd(),
        call == null ? null : call.computedCostPicoUsd(),
        call == null ? CostParts.UNKNOWN : call.costParts,
        call == null ? "" : call.priceVersion(),
        node.toolName,
        fact.getToolCallId(),
        node.countsAsToolCall,
        call == null ? fact.getTimeToFirstTokenNanos() : call.timeToFirstTokenNanos(),
        call == null ? fact.getFinishReason() : call.finishReason(),
        call == null ? fact.getAttemptCount() : call.attemptCount(),
        fact.getDialect(),
        fact.getUsageRule(),
        fact.getRulesVersion(),
        fact.getReceivedTimeUnixNano(),
        late(node),
        fact.getNoise(),
        StateCodec.FACT.encode(node.pricedFact()),
        0);
  }

  /** Received minus end; 0 while the span is open, and where the clock is not to be believed. */
  private static long late(SpanNode node) {
    boolean unknown = node.isOpen() || node.clock.reportedStartTimeUnixNano() != null;
    return unknown ? 0 : node.fact.getReceivedTimeUnixNano() - node.clock.endTimeUnixNano();
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }
}
