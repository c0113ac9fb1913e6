// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

import java.util.List;

/**
 * A trace as the tables hold it.
 *
 * @param version of its row
 * @param requestPreview the text that opens the trace
 * @param responsePreview the text that ends it
 * @param state what the job wrote with the row
 * @param spans in any order
 */
public record StoredTrace(
    String traceId,
    long version,
    String requestPreview,
    String responsePreview,
    byte[] state,
    List<StoredSpan> spans) {}
