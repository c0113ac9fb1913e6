// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.CallPrice;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.ExperimentOrder;
import java.util.Objects;

/**
 * Merges two occurrences of one span. Commutative, associative and idempotent: whatever the order,
 * the version of the highest rank is kept, received when the first was, under the experiment that
 * goes first by {@link ExperimentOrder}, whichever version named it. What is deleted stays so, and
 * a price that was told is kept: whether it is still that of the call is seen when the trace is
 * derived.
 */
final class FactMerge {
  private FactMerge() {}

  /** What to hold of the two; equal ranks mean equal bytes. */
  static SpanFact merge(SpanFact a, SpanFact b) {
    boolean keepsFirst = a.getRank() >= b.getRank();
    SpanFact kept = keepsFirst ? a : b;
    SpanFact other = keepsFirst ? b : a;
    SpanFact named = ExperimentOrder.FIRST.compare(a, b) <= 0 ? a : b;
    long received = Math.min(a.getReceivedTimeUnixNano(), b.getReceivedTimeUnixNano());
    boolean deleted = a.getDeleted() || b.getDeleted();
    CallPrice price = kept.getPrice() == null ? other.getPrice() : kept.getPrice();
    if (deleted == kept.getDeleted()
        && Objects.equals(price, kept.getPrice())
        && received == kept.getReceivedTimeUnixNano()
        && ExperimentOrder.FIRST.compare(kept, named) == 0) {
      return kept;
    }
    return SpanFact.newBuilder(kept)
        .setReceivedTimeUnixNano(received)
        .setExperimentId(named.getExperimentId())
        .setExperimentExplicit(named.getExperimentExplicit())
        .setExperimentTimeUnixNano(named.getExperimentTimeUnixNano())
        .setDeleted(deleted)
        .setPrice(price)
        .build();
  }
}
