// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * The absolute sums of one lane of a minute's account: a row of {@code ledger_minutes}, key (gen,
 * minute, workspace, signal, lane). Counts occurrences of spans, log records or data points. The
 * view {@code ledger_1m} sums the lanes.
 *
 * @param minuteUnixSeconds start of the minute in which they were received
 * @param signal spans, logs or metrics
 * @param lane random id of the state entry that the sums come from
 * @param published as the envelopes say
 * @param deleted of firstSeen, those whose rows were deleted since
 * @param version of two rows of one key the higher wins
 */
public record LedgerMinuteRow(
    int gen,
    long minuteUnixSeconds,
    String workspace,
    String signal,
    long lane,
    long published,
    long firstSeen,
    long duplicate,
    long droppedByPolicy,
    long deadLettered,
    long deleted,
    long version)
    implements Row {}
