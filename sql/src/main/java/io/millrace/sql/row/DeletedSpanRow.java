// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * A version of a row of {@code span_rows} that the views leave out, key (gen, workspace, traceId,
 * spanId): nothing that comes late can bring the span back.
 *
 * @param fact what the job must still know of the span to tell what else is deleted, and nothing
 *     more
 * @param version the highest wins
 */
public record DeletedSpanRow(
    int gen, String workspace, String traceId, String spanId, byte[] fact, long version)
    implements Row {}
