// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

/** Which of two costs of a call counts where both are known. */
public enum CostPrecedence {
  /** Millrace's own, from the price book. */
  COMPUTED,
  /** What the emitter said. */
  EMITTER;

  Long choose(Long computedPicoUsd, Long emitterPicoUsd) {
    Long first = this == COMPUTED ? computedPicoUsd : emitterPicoUsd;
    Long second = this == COMPUTED ? emitterPicoUsd : computedPicoUsd;
    return first != null ? first : second;
  }
}
