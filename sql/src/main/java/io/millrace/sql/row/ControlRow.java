// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * The newest record of one key of {@code control.v1}: a row of {@code control_rows}, key (gen,
 * workspace, kind, name).
 *
 * @param kind what it is about, e.g. experiment
 * @param body JSON; '' = removed
 * @param version its place in the log: of two records of one key the later wins
 */
public record ControlRow(
    int gen,
    String workspace,
    String kind,
    String name,
    String body,
    long receivedTimeUnixNano,
    long version)
    implements Row {}
