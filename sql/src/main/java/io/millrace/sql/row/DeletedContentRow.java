// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * A version of a row of {@code span_content_rows} that the views leave out, key (gen, workspace,
 * traceId, spanId). It stands above every version that a span has, now or later.
 */
public record DeletedContentRow(int gen, String workspace, String traceId, String spanId)
    implements Row {
  /** The highest that there is, unsigned. */
  private static final long HIGHEST_VERSION = -1;

  /** Of two rows of one key the higher wins. */
  public long version() {
    return HIGHEST_VERSION;
  }
}
