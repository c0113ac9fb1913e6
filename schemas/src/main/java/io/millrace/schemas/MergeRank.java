// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

/**
 * Orders the versions of one span, so that any order of arrival ends with the same one: ended
 * before open, then the dialect's completeness, then more attributes, then the bytes (by a hash of
 * them). A positive long, larger wins; usable as the version column of a replacing table.
 */
public final class MergeRank {
  private static final int HASH_BITS = 44;
  private static final int ATTRIBUTE_BITS = 15;
  private static final int MAX_ATTRIBUTES = (1 << ATTRIBUTE_BITS) - 1;
  private static final int MAX_COMPLETENESS = 7;

  private MergeRank() {}

  /**
   * The rank of a span: 1 bit ended, 3 bits completeness, 15 bits attribute count, 44 bits hash.
   */
  public static long of(AgentSpan span) {
    AgentSpan.Meaning meaning = span.meaning();
    boolean ended = span.header().endTimeUnixNano() != 0;
    return of(ended, meaning.completeness(), meaning.attributeCount(), meaning.contentHash());
  }

  static long of(boolean ended, int completeness, int attributeCount, long contentHash) {
    long rank = ended ? 1 : 0;
    rank = rank << 3 | Math.min(completeness, MAX_COMPLETENESS);
    rank = rank << ATTRIBUTE_BITS | Math.min(attributeCount, MAX_ATTRIBUTES);
    return rank << HASH_BITS | contentHash >>> (Long.SIZE - HASH_BITS);
  }
}
