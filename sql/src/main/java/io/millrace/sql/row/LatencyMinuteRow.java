// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.Map;

/**
 * The absolute sums of one lane of a minute's traces: a row of {@code latency_minutes}, key (gen,
 * minute, workspace, dimensions, lane). The view {@code trace_latency_1m} sums the lanes.
 *
 * @param minuteUnixSeconds start of the minute in which the traces began
 * @param name the traces' name
 * @param lane random id of the state entry that the sums come from
 * @param traces failed ones included; a measure of one lane may be negative, the lanes' sum never
 *     is
 * @param durationHistogram bucket index → count, see {@code histogram_quantile}
 * @param version of two rows of one key the higher wins
 */
public record LatencyMinuteRow(
    int gen,
    long minuteUnixSeconds,
    String workspace,
    String experimentId,
    String serviceName,
    String name,
    long lane,
    long traces,
    long errors,
    Map<Integer, Long> durationHistogram,
    long version)
    implements Row {}
