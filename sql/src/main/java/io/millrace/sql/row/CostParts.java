// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * What a call's cost is made of, in 1e-12 USD; null = unknown.
 *
 * @param inputPicoUsd all input, cache reads and writes too
 * @param outputPicoUsd all output, reasoning too
 * @param cacheSavedPicoUsd what the input would have cost without a cache, minus what it cost by
 *     the same prices; below 0 where writing cost more than reading saved
 */
public record CostParts(Long inputPicoUsd, Long outputPicoUsd, Long cacheSavedPicoUsd) {
  /** Nobody tells. */
  public static final CostParts UNKNOWN = new CostParts(null, null, null);
}
