// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.KindRule;
import io.millrace.schemas.AgentSpanKind;
import java.util.Locale;

/** What a span is. */
public final class KindReader {
  private KindReader() {}

  /** The kind by the dialect's first rule that says something; SPAN where none does. */
  public static AgentSpanKind read(Dialect dialect, SpanView span) {
    for (KindRule rule : dialect.kinds()) {
      AgentSpanKind kind = rule.key() == null ? byCondition(rule, span) : byValue(rule, span);
      if (kind != null) {
        return kind;
      }
    }
    return AgentSpanKind.SPAN;
  }

  private static AgentSpanKind byCondition(KindRule rule, SpanView span) {
    return Conditions.holds(rule.when(), span) ? rule.kind() : null;
  }

  private static AgentSpanKind byValue(KindRule rule, SpanView span) {
    return span.has(rule.key())
        ? rule.values().get(span.text(rule.key()).toLowerCase(Locale.ROOT))
        : null;
  }
}
