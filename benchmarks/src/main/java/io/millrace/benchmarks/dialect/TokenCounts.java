// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

/**
 * Tokens of one or more calls.
 *
 * @param input cache reads and writes included
 * @param output reasoning included
 */
public record TokenCounts(
    long input, long output, long cacheRead, long cacheWrite, long reasoning) {
  public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0);

  public TokenCounts plus(TokenCounts other) {
    return new TokenCounts(
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite,
        reasoning + other.reasoning);
  }

  /** Input that is neither read from the cache nor written to it. */
  public long freshInput() {
    return input - cacheRead - cacheWrite;
  }

  boolean any() {
    return input + output > 0;
  }
}
