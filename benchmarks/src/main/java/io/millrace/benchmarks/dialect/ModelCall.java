// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

/**
 * One model call.
 *
 * @param tokens none where it failed
 * @param responseId unique; '' where it failed
 * @param emitterMicroUsd what the emitter says it cost, millionths of a USD; -1 = does not say
 */
public record ModelCall(
    String provider, String model, TokenCounts tokens, String responseId, long emitterMicroUsd) {

  /** Whether a dialect that can tell a cost tells one. */
  public boolean tellsCost() {
    return emitterMicroUsd >= 0;
  }
}
