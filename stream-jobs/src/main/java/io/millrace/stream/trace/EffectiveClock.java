// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.SpanFact;
import java.util.concurrent.TimeUnit;

/**
 * The times that a span is filed under. Event time is data, and a device's clock may be anything:
 * one that is implausible (more than 400 days before the span was received, or more than a day
 * after) is replaced by the received time.
 *
 * @param startTimeUnixNano start, plausible
 * @param durationNanos end minus start, never negative; 0 while the span is open
 * @param reportedStartTimeUnixNano what the span said, where that was implausible; else null
 */
record EffectiveClock(long startTimeUnixNano, long durationNanos, Long reportedStartTimeUnixNano) {
  private static final long MAX_AGE_NANOS = TimeUnit.DAYS.toNanos(400);
  private static final long MAX_AHEAD_NANOS = TimeUnit.DAYS.toNanos(1);

  static EffectiveClock of(SpanFact fact) {
    long start = fact.getStartTimeUnixNano();
    long received = fact.getReceivedTimeUnixNano();
    long duration = duration(start, fact.getEndTimeUnixNano());
    // compared by subtraction on both sides of received, so that no hostile start can overflow
    boolean plausible = start >= received - MAX_AGE_NANOS && start <= received + MAX_AHEAD_NANOS;
    return plausible
        ? new EffectiveClock(start, duration, null)
        : new EffectiveClock(received, duration, start);
  }

  private static long duration(long start, long end) {
    if (end == 0 || end <= start || start < 0) {
      return 0;
    }
    return Math.min(end - start, MAX_AGE_NANOS);
  }

  long endTimeUnixNano() {
    return startTimeUnixNano + durationNanos;
  }
}
