// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * One field of a trace info: a row of {@code trace_info_rows}, key (gen, workspace, traceId,
 * field).
 *
 * @param field which of its fields; of its metadata {@code metadata/} and the key
 * @param value the field's value, as text
 * @param version its place in the log: of two values of one field the later wins
 */
public record TraceInfoRow(
    int gen,
    String workspace,
    String traceId,
    String field,
    String value,
    long receivedTimeUnixNano,
    long version)
    implements Row {}
