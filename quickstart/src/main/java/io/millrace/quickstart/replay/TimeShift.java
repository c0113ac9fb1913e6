// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves all times of a capture by the same whole minutes, so that its last one is about now: what
 * fell into one minute falls into one minute again, and no clock is implausible for its age.
 */
final class TimeShift {
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private TimeShift() {}

  /**
   * The requests as they are if their last time is not older than that, else shifted.
   *
   * @param age {@link Duration#ZERO} = always shifted
   */
  static List<CapturedRequest> notOlderThan(
      Duration age, List<CapturedRequest> requests, Instant now) throws IOException {
    long nowUnixNano = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    long last = last(requests, nowUnixNano);
    if (last == 0 || nowUnixNano - last < age.toNanos()) {
      return requests;
    }
    long shift = Math.floorDiv(nowUnixNano - last, MINUTE_NANOS) * MINUTE_NANOS;
    List<CapturedRequest> shifted = new ArrayList<>();
    for (CapturedRequest request : requests) {
      // a time that is nonsense must not become another one by overflow
      byte[] body = EventTimes.change(request, time -> time > nowUnixNano ? time : time + shift);
      shifted.add(request.withBody(request.name(), body));
    }
    return shifted;
  }

  /** The latest time that is not in the future; 0 = there is none. */
  private static long last(List<CapturedRequest> requests, long nowUnixNano) throws IOException {
    AtomicLong last = new AtomicLong();
    for (CapturedRequest request : requests) {
      EventTimes.change(
          request,
          time -> {
            if (time <= nowUnixNano) {
              last.accumulateAndGet(time, Math::max);
            }
            return time;
          });
    }
    return last.get();
  }
}
