// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.AvroTrust;
import io.millrace.schemas.SpanStatus;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.ToolRequest;
import java.util.List;

/** Builds span facts for tests: a span of one second, received five seconds after its start. */
public final class Facts {
  static {
    AvroTrust.grant();
  }

  /** 2026-11-21T00:00:00Z. */
  public static final long T0 = 1_795_219_200_000_000_000L;

  public static final long SECOND = 1_000_000_000L;
  public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private Facts() {}

  /** Starts at T0 plus so many seconds. */
  public static SpanFact.Builder span(
      String spanId, String parentId, AgentSpanKind kind, int second) {
    return SpanFact.newBuilder()
        .setSpanId(spanId)
        .setParentSpanId(parentId)
        .setName(spanId)
        .setKind(kind.name())
        .setExperimentId("0")
        .setStartTimeUnixNano(T0 + second * SECOND)
        .setEndTimeUnixNano(T0 + (second + 1) * SECOND)
        .setReceivedTimeUnixNano(T0 + (second + 5) * SECOND)
        .setExperimentTimeUnixNano(T0 + (second + 5) * SECOND)
        .setRank(1);
  }

  /** A successful call of gpt-4o-mini. */
  public static SpanFact.Builder llm(
      String spanId, String parentId, int second, long in, long out) {
    return span(spanId, parentId, AgentSpanKind.LLM, second)
        .setProvider("openai")
        .setRequestModel("gpt-4o-mini")
        .setInputTokens(in)
        .setOutputTokens(out);
  }

  /** An executed tool call. */
  public static SpanFact.Builder tool(
      String spanId, String parentId, int second, String name, String callId) {
    return span(spanId, parentId, AgentSpanKind.TOOL, second)
        .setToolName(name)
        .setToolCallId(callId)
        .setToolCounts(true);
  }

  /** What a model asks for. */
  public static List<ToolRequest> asks(String callId, String name) {
    return List.of(new ToolRequest(callId, name));
  }

  /** The name in {@code SpanFact.status}. */
  public static String error() {
    return SpanStatus.ERROR.name();
  }
}
