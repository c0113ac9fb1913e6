// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

/** Which of two costs of a call counts where both are known. */
public enum CostPrecedence {
  /** Millrace's own, from the price book. */
  COMPUTED,
  /** What the emitter said. */
  EMITTER;

  /** Whether the computed one counts, of two of which either may be null. */
  boolean countsComputed(Long computedPicoUsd, Long emitterPicoUsd) {
    return computedPicoUsd != null && (this == COMPUTED || emitterPicoUsd == null);
  }
}
