// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.List;

/**
 * What one trace adds to one session, user and agent: an element of {@code traces.parts}, from
 * which the session and user views are made. Everything in a part is additive over parts, besides
 * times and lists.
 *
 * @param llmCalls successful model calls
 * @param costPicoUsd sum of the known costs
 * @param costParts of {@code costPicoUsd}, those that are known; in a column of their own
 */
public record TracePart(
    String sessionId,
    String userId,
    String agentName,
    int turns,
    int llmCalls,
    int toolCalls,
    int toolErrors,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    long costPicoUsd,
    long startTimeUnixNano,
    long endTimeUnixNano,
    int llmErrors,
    int unpricedCalls,
    int openSpans,
    List<String> models,
    List<String> tools,
    CostSums costParts) {}
