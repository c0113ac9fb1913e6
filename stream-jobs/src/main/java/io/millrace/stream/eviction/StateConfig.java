// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.eviction;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much the job holds, and for how long.
 *
 * @param cachedSpans spans of traces that the stitcher keeps in memory beside its state, all
 *     subtasks together; at least 0
 * @param evictAfterIdle how long nothing must have come for an entry of state before it is let go;
 *     at least 1 s
 * @param tombstoneTime how long a trace that was let go is remembered by its key, at least {@code
 *     evictAfterIdle}: as long as its spans can come again
 * @param derivedSpansPerSecond how many spans of one trace are derived again in a second, at least
 *     1: a trace of more waits in proportion before its rows are brought up to date
 * @param tagsPerTrace of how many tags of a trace what REST said is held, at least 1
 */
public record StateConfig(
    int cachedSpans,
    Duration evictAfterIdle,
    Duration tombstoneTime,
    int derivedSpansPerSecond,
    int tagsPerTrace)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration MIN_IDLE = Duration.ofSeconds(1);

  public StateConfig {
    require(cachedSpans >= 0, "cachedSpans", "be at least 0", cachedSpans);
    require(
        evictAfterIdle.compareTo(MIN_IDLE) >= 0,
        "evictAfterIdle",
        "be at least " + MIN_IDLE,
        evictAfterIdle);
    require(
        tombstoneTime.compareTo(evictAfterIdle) >= 0,
        "tombstoneTime",
        "be at least evictAfterIdle (" + evictAfterIdle + ")",
        tombstoneTime);
    require(
        derivedSpansPerSecond >= 1,
        "derivedSpansPerSecond",
        "be at least 1",
        derivedSpansPerSecond);
    require(tagsPerTrace >= 1, "tagsPerTrace", "be at least 1", tagsPerTrace);
  }

  /** What one of so many subtasks may hold. */
  public StateConfig shareOf(int subtasks) {
    return new StateConfig(
        cachedSpans / subtasks, evictAfterIdle, tombstoneTime, derivedSpansPerSecond, tagsPerTrace);
  }

  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must " + rule + ", was " + value);
    }
  }
}
