// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.List;

/**
 * What was deleted of a trace: a row of {@code deletion_rows}, key (gen, workspace, traceId).
 *
 * @param whole whether the trace itself was deleted
 * @param spanIds its deleted spans that have come in, sorted
 * @param version the highest wins
 */
public record DeletionRow(
    int gen, String workspace, String traceId, boolean whole, List<String> spanIds, long version)
    implements Row {}
