// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.SpanFact;
import java.util.function.Function;

/** What a span may inherit from the spans around it. */
enum IdentityField {
  SESSION(SpanFact::getSessionId),
  USER(SpanFact::getUserId),
  AGENT(SpanFact::getAgentName);

  private final Function<SpanFact, String> own;

  IdentityField(Function<SpanFact, String> own) {
    this.own = own;
  }

  /** The span's own value, '' where it has none. */
  String own(SpanFact fact) {
    return own.apply(fact);
  }
}
