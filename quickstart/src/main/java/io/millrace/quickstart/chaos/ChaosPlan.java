// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import java.time.Duration;

/**
 * What a run does.
 *
 * @param seed of the fleet and of the faults
 * @param lasting how long faults strike, from one second
 * @param spansPerSecond of the fleet, from 1
 * @param withReplay whether a replay begins when half of the time is over
 */
public record ChaosPlan(long seed, Duration lasting, long spansPerSecond, boolean withReplay) {
  public ChaosPlan {
    if (lasting.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("lasting must be from one second, but is " + lasting);
    }
    if (spansPerSecond < 1) {
      throw new IllegalArgumentException("spansPerSecond must be from 1, but is " + spansPerSecond);
    }
  }

  /** What the fleet would send in that time were nothing to break. */
  long spans() {
    return lasting.toSeconds() * spansPerSecond;
  }
}
