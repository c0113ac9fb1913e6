// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.time.Duration;

/**
 * What a receiver said to one request.
 *
 * @param kind what to do with it
 * @param refusedItems items that a partial success refused
 * @param detail status and message, for the user
 * @param retryAfter how long a retryable answer asks to wait
 */
record Answer(Kind kind, long refusedItems, String detail, Duration retryAfter) {
  private static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(1);

  /** What to do with a request after its answer. */
  enum Kind {
    ACCEPTED,
    RETRYABLE,
    REFUSED
  }

  static Answer accepted(long refusedItems) {
    return new Answer(Kind.ACCEPTED, refusedItems, "", Duration.ZERO);
  }

  static Answer retryable(String detail) {
    return new Answer(Kind.RETRYABLE, 0, detail, RETRY_AFTER_DEFAULT);
  }

  static Answer retryable(String detail, Duration retryAfter) {
    return new Answer(Kind.RETRYABLE, 0, detail, retryAfter);
  }

  static Answer refused(String detail) {
    return new Answer(Kind.REFUSED, 0, detail, Duration.ZERO);
  }
}
