// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.List;
import java.util.Map;

/**
 * One trace: a row of {@code trace_rows}, key (gen, workspace, traceId). The columns are explained
 * by the comments of the view {@code traces}.
 *
 * @param sessionId '' unless the trace has exactly one; so is the user
 * @param costPicoUsd sum of the known costs; unknown ones are counted in {@code unpricedCalls}
 * @param costParts of {@code costPicoUsd}, those that are known
 * @param requestPreview at most 1000 characters; so is the response's
 * @param receivedTimeUnixNano when the first of its spans was received
 * @param version of two rows of one key the higher wins
 * @param parts the totals by session, user and agent
 * @param noise whether all its spans are plumbing of the agent's process
 * @param state what the job has told of the trace, opaque here; it is loaded back with the spans'
 *     facts
 * @param firstVersion version of the first row of the trace, the same in all of them; 0 where that
 *     was not noted
 */
public record TraceRow(
    int gen,
    String workspace,
    String experimentId,
    String traceId,
    String name,
    String serviceName,
    String agentName,
    long startTimeUnixNano,
    long durationNanos,
    long endTimeUnixNano,
    String sessionId,
    String userId,
    List<String> sessions,
    List<String> users,
    String status,
    boolean rootSeen,
    int openSpans,
    int spanCount,
    int errorCount,
    int llmCalls,
    int llmErrors,
    int toolCalls,
    int toolErrors,
    int turns,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    long costPicoUsd,
    int unpricedCalls,
    long emitterCostPicoUsd,
    long computedCostPicoUsd,
    CostSums costParts,
    List<String> models,
    List<String> tools,
    List<String> dialects,
    String requestPreview,
    String responsePreview,
    Map<String, String> tags,
    long receivedTimeUnixNano,
    long updatedTimeUnixNano,
    long version,
    List<TracePart> parts,
    boolean noise,
    byte[] state,
    long firstVersion)
    implements Row {}
