// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What the view {@code live_sessions} goes by.
 *
 * @param seenWithin sessions without a span for so long are not in the view; at least 1 s
 * @param quietAfter how long after its last span a session is quiet; at least 1 s
 * @param stuckAfter how long after its last span one with an open span, or with a parent missing,
 *     is stuck; at least 1 s
 * @param repeatedToolCalls how often the same tool with the same arguments within an hour is too
 *     often; at least 2
 * @param usdPerHour what is too much within an hour; at least 1
 */
public record LiveLimits(
    Duration seenWithin,
    Duration quietAfter,
    Duration stuckAfter,
    int repeatedToolCalls,
    int usdPerHour) {
  private static final String INSERT =
      "INSERT INTO live_limits (seen_within_s, quiet_after_s, stuck_after_s, repeated_tool_calls, usd_per_hour)"
          + " SELECT {seen:UInt32}, {quiet:UInt32}, {stuck:UInt32}, {calls:UInt32}, {usd:UInt32}";

  public LiveLimits {
    require(seenWithin.toSeconds() >= 1, "seenWithin", "be at least 1 s", seenWithin);
    require(quietAfter.toSeconds() >= 1, "quietAfter", "be at least 1 s", quietAfter);
    require(stuckAfter.toSeconds() >= 1, "stuckAfter", "be at least 1 s", stuckAfter);
    require(repeatedToolCalls >= 2, "repeatedToolCalls", "be at least 2", repeatedToolCalls);
    require(usdPerHour >= 1, "usdPerHour", "be at least 1", usdPerHour);
  }

  /**
   * Has the view go by these from now on.
   *
   * @throws IOException if ClickHouse answered with an error, or not at all
   */
  public void write(SqlReader tables) throws IOException {
    Map<String, Object> values =
        Map.of(
            "seen", seenWithin.toSeconds(),
            "quiet", quietAfter.toSeconds(),
            "stuck", stuckAfter.toSeconds(),
            "calls", repeatedToolCalls,
            "usd", usdPerHour);
    tables.execute(INSERT, values);
  }

  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must " + rule + ", was " + value);
    }
  }
}
