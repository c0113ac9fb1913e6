// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

/**
 * The key of a trace's state, as one text: 32 hex digits of the trace id, then the workspace.
 *
 * @param workspace the trust boundary: equal trace ids of two workspaces are two traces
 * @param traceId 32 hex digits
 */
public record TraceKey(String workspace, String traceId) {
  private static final int TRACE_ID_CHARS = 32;

  /** The key of an arrival. */
  public static String of(SpanArrival arrival) {
    return arrival.getTraceId() + arrival.getWorkspace();
  }

  /** Reads a key back. */
  public static TraceKey parse(String key) {
    return new TraceKey(key.substring(TRACE_ID_CHARS), key.substring(0, TRACE_ID_CHARS));
  }

  /** The key as one text. */
  public String text() {
    return traceId + workspace;
  }
}
