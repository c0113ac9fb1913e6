// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

/**
 * Money in a cell: a call costs up to 1e17 pico-dollars, so that a hundred absurd calls would
 * overflow a long. Two sums, whole micro-dollars and the pico-dollars that remain, are each
 * additive and never come near.
 */
public final class MoneySum {
  private static final long PICOS_PER_MICRO = 1_000_000;
  private static final long MAX_MICROS = Long.MAX_VALUE / PICOS_PER_MICRO - 1;

  private MoneySum() {}

  /** Whole micro-dollars of an amount in pico-dollars; null is 0. */
  public static long micros(Long picoUsd) {
    return picoUsd == null ? 0 : picoUsd / PICOS_PER_MICRO;
  }

  /** The pico-dollars that remain; null is 0. */
  public static long rest(Long picoUsd) {
    return picoUsd == null ? 0 : picoUsd % PICOS_PER_MICRO;
  }

  /** Pico-dollars of two sums. Above 9.2 million USD a long holds no more: shown as that. */
  public static long picoUsd(long micros, long rest) {
    long carried = micros + rest / PICOS_PER_MICRO;
    long capped = Math.max(-MAX_MICROS, Math.min(MAX_MICROS, carried));
    return capped * PICOS_PER_MICRO + rest % PICOS_PER_MICRO;
  }
}
