// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

/**
 * The tokens that one span reports, already in Millrace's convention: input <em>includes</em> cache
 * reads and writes, output <em>includes</em> reasoning, in every dialect. A bucket is null where
 * the span does not report it, which is not the same as 0: fields of one call may be spread over
 * two nested spans and are merged bucket by bucket.
 *
 * @param inputTokens all prompt tokens, at least 0
 * @param outputTokens all completion tokens, at least 0
 * @param cacheReadTokens the part of the input read from the provider's cache
 * @param cacheWriteTokens the part of the input written to the provider's cache, one-hour writes
 *     included
 * @param cacheWrite1hTokens the part of the cache writes kept for an hour (Anthropic prices it
 *     apart)
 * @param reasoningTokens the part of the output spent on reasoning
 */
public record TokenUsage(
    Long inputTokens,
    Long outputTokens,
    Long cacheReadTokens,
    Long cacheWriteTokens,
    Long cacheWrite1hTokens,
    Long reasoningTokens) {
  /** No bucket reported. */
  public static final TokenUsage NONE = new TokenUsage(null, null, null, null, null, null);

  public TokenUsage {
    requireNonNegative("inputTokens", inputTokens);
    requireNonNegative("outputTokens", outputTokens);
    requireNonNegative("cacheReadTokens", cacheReadTokens);
    requireNonNegative("cacheWriteTokens", cacheWriteTokens);
    requireNonNegative("cacheWrite1hTokens", cacheWrite1hTokens);
    requireNonNegative("reasoningTokens", reasoningTokens);
  }

  /** Whether input or output is known: what makes a model call one "with usage". */
  public boolean hasTokens() {
    return inputTokens != null || outputTokens != null;
  }

  private static void requireNonNegative(String name, Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, was " + value);
    }
  }
}
