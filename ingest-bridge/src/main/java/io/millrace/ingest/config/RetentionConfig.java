// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import java.time.Duration;

/**
 * When the bridge stops taking input, so that nothing acknowledged expires unread.
 *
 * @param maxUnreadPercent of a raw topic's retention, in time as in bytes, that unread records may
 *     take; beyond it 503. 1 to 90, default 50
 * @param minFreeDiskBytes usable space that each log directory of a broker must have; below it 503.
 *     0 = not looked at. Default 1 GiB
 * @param checkInterval how often brokers are asked. 100 ms to 10 min, default 5 s
 */
public record RetentionConfig(int maxUnreadPercent, long minFreeDiskBytes, Duration checkInterval) {
  private static final int MOST_PERCENT = 90;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);

  public static final RetentionConfig DEFAULTS =
      new RetentionConfig(50, 1L << 30, Duration.ofSeconds(5));

  public RetentionConfig {
    require(
        maxUnreadPercent >= 1 && maxUnreadPercent <= MOST_PERCENT,
        "max-unread-percent must lie in 1 to " + MOST_PERCENT,
        maxUnreadPercent);
    require(minFreeDiskBytes >= 0, "min-free-disk-bytes must not be negative", minFreeDiskBytes);
    require(
        checkInterval.compareTo(SHORTEST_INTERVAL) >= 0
            && checkInterval.compareTo(LONGEST_INTERVAL) <= 0,
        "check-interval must lie between 100 ms and 10 min",
        checkInterval);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("bridge.retention." + rule + ", is " + value);
    }
  }
}
