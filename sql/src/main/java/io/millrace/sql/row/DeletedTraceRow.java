// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * A version of a row of {@code trace_rows} that the views leave out, key (gen, workspace, traceId):
 * no span of the trace is left.
 *
 * @param state what the job has told of it
 * @param version the highest wins
 * @param firstVersion that of the trace's first row
 */
public record DeletedTraceRow(
    int gen, String workspace, String traceId, byte[] state, long version, long firstVersion)
    implements Row {}
