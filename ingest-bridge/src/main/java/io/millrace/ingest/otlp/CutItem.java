// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import java.nio.ByteBuffer;

/**
 * One span, log record or metric, as a range of the request's bytes.
 *
 * @param scope what it was sent under
 * @param start offset of its first byte in the request
 * @param length its bytes
 * @param ids whose it is
 */
record CutItem(CutScope scope, int start, int length, Ids ids) {

  /**
   * The ids of an item.
   *
   * @param traceHigh first 8 bytes of the trace id
   * @param traceLow last 8 bytes of the trace id
   * @param hasTrace whether the trace id is 16 bytes, not all zero
   * @param hasSpan whether the span id is 8 bytes, not all zero
   */
  record Ids(long traceHigh, long traceLow, boolean hasTrace, boolean hasSpan) {
    static final Ids NONE = new Ids(0, 0, false, false);
  }

  /** The item's bytes, not copied. */
  ByteBuffer bytes(byte[] request) {
    return ByteBuffer.wrap(request, start, length);
  }

  /** Bytes of a record that holds this item alone, but for the envelope's own few. */
  long standaloneBytes() {
    return (long) length + scope.encodedBytes();
  }
}
