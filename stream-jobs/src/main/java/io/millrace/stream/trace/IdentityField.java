// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;

/** What a span may inherit from the spans around it. */
enum IdentityField {
  SESSION,
  USER,
  AGENT;

  /** The span's own value, '' where it has none. */
  String own(SpanFact fact) {
    return switch (this) {
      case SESSION -> fact.getSessionId();
      case USER -> fact.getUserId();
      case AGENT -> fact.getAgentName();
    };
  }

  /** What the trace's info says, '' where it says nothing. */
  String own(TraceInfo info) {
    return switch (this) {
      case SESSION -> info.getSessionId();
      case USER -> info.getUserId();
      case AGENT -> "";
    };
  }
}
