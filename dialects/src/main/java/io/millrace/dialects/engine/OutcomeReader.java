// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.ErrorRule;
import io.millrace.dialects.table.Field;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/** How a span ended: OTLP's status, corrected by the failures that the dialect hides elsewhere. */
public final class OutcomeReader {
  private OutcomeReader() {}

  /** The outcome; {@code finishReason} is the canonical one. */
  public static AgentSpan.Outcome read(
      Dialect dialect, SpanView span, AgentSpanKind kind, String finishReason) {
    SpanStatus reported = reported(span.span());
    ErrorRule rule = reported == SpanStatus.ERROR ? null : hidden(dialect, span, kind, reported);
    if (reported != SpanStatus.ERROR && rule == null) {
      return new AgentSpan.Outcome(reported, message(span), "", finishReason);
    }
    String message = message(span);
    if (message.isEmpty() && rule != null && rule.message() != null) {
      message = AnyValues.text(span.read(rule.message()));
    }
    if (message.isEmpty()) {
      message = dialect.findText(Field.STATUS_MESSAGE, span);
    }
    String type = dialect.findText(Field.ERROR_TYPE, span);
    if (type.isEmpty() && rule != null) {
      type = rule.type();
    }
    return new AgentSpan.Outcome(SpanStatus.ERROR, message, type, finishReason);
  }

  private static SpanStatus reported(Span span) {
    Status.StatusCode code = span.getStatus().getCode();
    return switch (code) {
      case STATUS_CODE_ERROR -> SpanStatus.ERROR;
      case STATUS_CODE_OK -> SpanStatus.OK;
      default -> SpanStatus.UNSET;
    };
  }

  private static String message(SpanView span) {
    return span.span().getStatus().getMessage();
  }

  private static ErrorRule hidden(
      Dialect dialect, SpanView span, AgentSpanKind kind, SpanStatus reported) {
    for (ErrorRule rule : dialect.errors()) {
      boolean asked =
          (rule.kinds().isEmpty() || rule.kinds().contains(kind))
              && (rule.when() == null || Conditions.holds(rule.when(), span));
      if (asked && (reported == SpanStatus.UNSET || rule.overridesOk()) && fails(rule, span)) {
        return rule;
      }
    }
    return null;
  }

  private static boolean fails(ErrorRule rule, SpanView span) {
    if (rule.source() == null) {
      return true;
    }
    JsonNode value = span.read(rule.source());
    String text = AnyValues.text(value);
    if (text.isEmpty() || rule.except().contains(text)) {
      return false;
    }
    return rule.equal().isEmpty() || rule.equal().contains(text);
  }
}
