// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.time.Duration;

/**
 * How long to wait before a child process is started again: twice as long after each death, from
 * the first again once it lived long enough.
 *
 * @param first wait after the first death
 * @param longest wait that is not exceeded
 * @param healthyAfter life time after which a death counts as the first one
 */
public record Backoff(Duration first, Duration longest, Duration healthyAfter) {
  /** For real use: half a second to half a minute. */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static final int MOST_DOUBLINGS = 30;

  /** The default with another longest wait. */
  public static Backoff upTo(Duration longest) {
    return new Backoff(DEFAULT.first, longest, DEFAULT.healthyAfter);
  }

  /**
   * The wait after a death.
   *
   * @param deaths deaths in a row before this one
   */
  Duration afterDeaths(int deaths) {
    Duration doubled = first.multipliedBy(1L << Math.min(deaths, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
