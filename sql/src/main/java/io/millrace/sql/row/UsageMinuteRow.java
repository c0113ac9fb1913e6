// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.Map;

/**
 * The absolute sums of one lane of a minute's model calls: a row of {@code usage_minutes}, key
 * (gen, minute, workspace, dimensions, lane). The view {@code usage_1m} sums the lanes.
 *
 * @param minuteUnixSeconds start of the minute in which the calls began
 * @param lane random id of the state entry that the sums come from
 * @param calls failed ones included; a measure of one lane may be negative, the lanes' sum never is
 * @param costParts of {@code costPicoUsd}, those that are known
 * @param durationHistogram bucket index → count, see {@code histogram_quantile}
 * @param version of two rows of one key the higher wins
 */
public record UsageMinuteRow(
    int gen,
    long minuteUnixSeconds,
    String workspace,
    String experimentId,
    String serviceName,
    String agentName,
    String userId,
    String provider,
    String model,
    long lane,
    long calls,
    long errors,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    long costPicoUsd,
    long emitterCostPicoUsd,
    long computedCostPicoUsd,
    CostSums costParts,
    long unpricedCalls,
    Map<Integer, Long> durationHistogram,
    Map<Integer, Long> firstTokenHistogram,
    long version)
    implements Row {}
