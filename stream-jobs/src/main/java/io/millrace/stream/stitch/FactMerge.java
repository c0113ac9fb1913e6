// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.SpanFact;
import java.util.Comparator;

/**
 * Merges two occurrences of one span. Commutative, associative and idempotent: whatever the order,
 * the version of the highest rank is kept, under the experiment that was named by the client, and
 * received when the first was.
 */
final class FactMerge {
  private static final Comparator<SpanFact> BY_RANK =
      Comparator.comparingLong(SpanFact::getRank)
          .thenComparing(SpanFact::getExperimentExplicit)
          .thenComparing(SpanFact::getExperimentId, Comparator.reverseOrder());

  private FactMerge() {}

  /** What to hold of the two. */
  static SpanFact merge(SpanFact a, SpanFact b) {
    SpanFact kept = BY_RANK.compare(a, b) >= 0 ? a : b;
    long received = Math.min(a.getReceivedTimeUnixNano(), b.getReceivedTimeUnixNano());
    if (received == kept.getReceivedTimeUnixNano()) {
      return kept;
    }
    SpanFact merged = SpanFact.newBuilder(kept).build();
    merged.setReceivedTimeUnixNano(received);
    return merged;
  }
}
