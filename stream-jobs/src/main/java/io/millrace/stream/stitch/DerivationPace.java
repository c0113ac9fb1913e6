// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import java.util.concurrent.TimeUnit;

/**
 * How often a trace is derived again. A derivation costs as much as the trace is large, however few
 * spans came: so that a span does not cost the more the larger its trace is, a trace of n spans
 * rests for as long as n spans may take. Small ones never notice.
 */
final class DerivationPace {
  private static final long MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

  private final int spansPerSecond;

  /**
   * @param spansPerSecond of one trace, at least 1
   */
  DerivationPace(int spansPerSecond) {
    this.spansPerSecond = spansPerSecond;
  }

  boolean isDue(HeldTrace trace, long nowUnixMilli) {
    return nowUnixMilli >= dueUnixMilli(trace);
  }

  /** When the trace may be derived again. */
  long dueUnixMilli(HeldTrace trace) {
    return trace.toldTimeUnixMilli() + trace.spanCount() * MILLIS_PER_SECOND / spansPerSecond;
  }
}
