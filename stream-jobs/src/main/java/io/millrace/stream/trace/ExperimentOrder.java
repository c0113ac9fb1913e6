// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;
import java.util.Comparator;

/** Which of several experiments a trace belongs to. */
public final class ExperimentOrder {
  /**
   * The least goes first: one that the client named before the default, then the earliest received,
   * then the least id.
   */
  public static final Comparator<SpanFact> FIRST =
      Comparator.comparing((SpanFact fact) -> !fact.getExperimentExplicit())
          .thenComparing(SpanFact::getExperimentTimeUnixNano)
          .thenComparing(SpanFact::getExperimentId);

  private ExperimentOrder() {}

  /** The experiment of a trace with such an earliest span and such an info. */
  static String of(SpanFact first, TraceInfo info) {
    if (info.getExperimentId().isEmpty()) {
      return first.getExperimentId();
    }
    SpanFact named =
        SpanFact.newBuilder(first)
            .setExperimentExplicit(true)
            .setExperimentTimeUnixNano(info.getExperimentTimeUnixNano())
            .setExperimentId(info.getExperimentId())
            .build();
    return FIRST.compare(first, named) <= 0 ? first.getExperimentId() : info.getExperimentId();
  }
}
