// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.Map;

/**
 * The absolute sums of one lane of a minute's tool calls: a row of {@code tool_minutes}, key (gen,
 * minute, workspace, dimensions, lane). The view {@code tool_calls_1m} sums the lanes.
 *
 * @param minuteUnixSeconds start of the minute in which the calls began
 * @param lane random id of the state entry that the sums come from
 * @param calls failed ones included; a measure of one lane may be negative, the lanes' sum never is
 * @param durationHistogram bucket index → count, see {@code histogram_quantile}
 * @param version of two rows of one key the higher wins
 */
public record ToolMinuteRow(
    int gen,
    long minuteUnixSeconds,
    String workspace,
    String experimentId,
    String serviceName,
    String agentName,
    String tool,
    long lane,
    long calls,
    long errors,
    Map<Integer, Long> durationHistogram,
    long version)
    implements Row {}
