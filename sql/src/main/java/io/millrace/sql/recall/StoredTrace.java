// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

/**
 * A trace as the tables hold it, without its spans.
 *
 * @param version of its row
 * @param requestPreview the text that opens the trace
 * @param responsePreview the text that ends it
 * @param state what the job wrote with the row
 */
public record StoredTrace(
    long version, String requestPreview, String responsePreview, byte[] state) {}
