// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

/**
 * A span that cannot have an identity, and so can be neither stored nor counted: its trace id is
 * not 16 bytes, its span id not 8, or one of them is all zero (OTLP 1.11, {@code Span.trace_id},
 * {@code Span.span_id}). Permanent: it belongs into the dead letter.
 */
public final class UnreadableSpanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableSpanException(String message) {
    super(message);
  }
}
