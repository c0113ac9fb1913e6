// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Condition;
import io.millrace.schemas.OtlpSpanKind;
import java.util.List;
import java.util.Map;

/** Whether a {@link Condition} holds for a span. */
final class Conditions {
  private Conditions() {}

  static boolean any(List<Condition> conditions, SpanView span) {
    for (Condition condition : conditions) {
      if (holds(condition, span)) {
        return true;
      }
    }
    return false;
  }

  static boolean holds(Condition c, SpanView span) {
    return is(c.scope(), span.scope().getName())
        && begins(c.scopePrefix(), span.scope().getName())
        && is(c.name(), span.span().getName())
        && begins(c.namePrefix(), span.span().getName())
        && ends(c.nameSuffix(), span.span().getName())
        && (c.service() == null || c.service().equals(span.resourceText("service.name")))
        && isKind(c.spanKind(), span)
        && keysHold(c, span)
        && valuesHold(c, span)
        && (c.given() == null || !AnyValues.text(span.read(c.given())).isEmpty());
  }

  private static boolean is(String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  private static boolean begins(String prefix, String actual) {
    return prefix == null || actual.startsWith(prefix);
  }

  private static boolean ends(String suffix, String actual) {
    return suffix == null || actual.endsWith(suffix);
  }

  private static boolean isKind(String kind, SpanView span) {
    return kind == null || OtlpSpanKind.ofNumber(span.span().getKindValue()).name().equals(kind);
  }

  private static boolean keysHold(Condition c, SpanView span) {
    // by place: conditions are asked by the dozen, and an iterator costs more than the answer
    for (int i = 0; i < c.has().size(); i++) {
      if (!span.has(c.has().get(i))) {
        return false;
      }
    }
    for (int i = 0; i < c.hasNot().size(); i++) {
      if (span.has(c.hasNot().get(i))) {
        return false;
      }
    }
    return c.keyPrefix() == null || span.hasKeyPrefix(c.keyPrefix());
  }

  private static boolean valuesHold(Condition c, SpanView span) {
    for (Map.Entry<String, String> e : c.equal().entrySet()) {
      if (!span.has(e.getKey()) || !span.text(e.getKey()).equals(e.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, String> e : c.startsWith().entrySet()) {
      if (!span.has(e.getKey()) || !span.text(e.getKey()).startsWith(e.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, String> e : c.endsWith().entrySet()) {
      if (!span.has(e.getKey()) || !span.text(e.getKey()).endsWith(e.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, String> e : c.contains().entrySet()) {
      if (!containsText(span.attribute(e.getKey()), e.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean containsText(JsonNode array, String element) {
    for (JsonNode node : array) {
      if (AnyValues.text(node).equals(element)) {
        return true;
      }
    }
    return false;
  }
}
