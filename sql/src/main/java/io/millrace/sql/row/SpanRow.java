// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * One span, narrow: a row of {@code span_rows}, key (gen, workspace, traceId, spanId). The columns
 * are explained by the comments of the view {@code spans}.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param parentSpanId the same, or '' for a root
 * @param spanKind name of OTLP's span kind, e.g. CLIENT; an unknown name is stored as UNSPECIFIED
 * @param kind canonical kind, e.g. LLM; an unknown name is stored as SPAN
 * @param status UNSET, OK or ERROR; an unknown name is stored as UNSET
 * @param reportedStartTimeUnixNano the emitter's own start where it was implausible, else null
 * @param inputTokens own usage, else 0; so are the other token counts
 * @param costPicoUsd null = unknown; so are the two other costs
 * @param costParts of {@code costPicoUsd}
 * @param timeToFirstTokenNanos null = not said
 * @param attemptCount 0 to 65535
 * @param lateNanos received minus end
 * @param noise whether it is plumbing of the agent's process
 * @param fact the job's state of this span, opaque here; it is loaded back on rehydration
 * @param version of two rows of one key the higher wins
 */
public record SpanRow(
    int gen,
    String workspace,
    String experimentId,
    String traceId,
    String spanId,
    String parentSpanId,
    String sessionId,
    String userId,
    String agentName,
    String serviceName,
    String scopeName,
    String scopeVersion,
    String name,
    String spanKind,
    String kind,
    String status,
    String statusMessage,
    String errorType,
    long startTimeUnixNano,
    long durationNanos,
    Long reportedStartTimeUnixNano,
    String provider,
    String requestModel,
    String responseModel,
    boolean ownsUsage,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    Long costPicoUsd,
    Long emitterCostPicoUsd,
    Long computedCostPicoUsd,
    CostParts costParts,
    String priceVersion,
    String toolName,
    String toolCallId,
    boolean countsAsToolCall,
    Long timeToFirstTokenNanos,
    String finishReason,
    int attemptCount,
    String dialect,
    String usageRule,
    String rulesVersion,
    long receivedTimeUnixNano,
    long lateNanos,
    boolean noise,
    byte[] fact,
    long version)
    implements Row {}
