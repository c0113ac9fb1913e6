// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.google.protobuf.ByteString;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Field;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.OtlpSpanKind;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;

/** The parts of a span that need no convention: header, identity, tool. */
public final class SpanReader {
  private static final HexFormat HEX = HexFormat.of();

  private SpanReader() {}

  /** What OTLP itself says. */
  public static AgentSpan.Header header(SpanView view) {
    Span span = view.span();
    return new AgentSpan.Header(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        isZero(span.getParentSpanId()) ? "" : hex(span.getParentSpanId()),
        span.getName(),
        OtlpSpanKind.ofNumber(span.getKindValue()),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        view.resourceText("service.name"),
        view.scope().getName(),
        view.scope().getVersion());
  }

  /** Whose the span says that it is. */
  public static AgentSpan.Identity identity(Dialect dialect, SpanView view) {
    return new AgentSpan.Identity(
        dialect.findText(Field.SESSION, view),
        dialect.findText(Field.USER, view),
        dialect.findText(Field.AGENT, view));
  }

  /** The tool's side; {@link AgentSpan.ToolUse#NONE} where the span is not a tool's. */
  public static AgentSpan.ToolUse toolUse(Dialect dialect, SpanView view, AgentSpanKind kind) {
    if (kind != AgentSpanKind.TOOL) {
      return AgentSpan.ToolUse.NONE;
    }
    return new AgentSpan.ToolUse(
        dialect.findText(Field.TOOL_NAME, view),
        dialect.findText(Field.TOOL_CALL_ID, view),
        !dialect.isPhantomTool(view));
  }

  /** Whether the span names no parent. */
  static boolean isRoot(SpanView view) {
    return isZero(view.span().getParentSpanId());
  }

  private static String hex(ByteString id) {
    return HEX.formatHex(id.toByteArray());
  }

  /** Some emitters write a root's parent as zeros. */
  private static boolean isZero(ByteString id) {
    for (int i = 0; i < id.size(); i++) {
      if (id.byteAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
