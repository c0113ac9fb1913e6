// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/** How one instrumentation tells an agent's work in OTLP. Stateless. */
public interface DialectSpans {
  /** Every dialect that a fleet speaks. */
  static List<DialectSpans> all() {
    return List.of(
        new OtelGenAiSpans(),
        new OpenInferenceSpans(),
        new OpenLlmetrySpans(),
        new VercelAiSpans(),
        new MlflowSpans());
  }

  /** The name by which the view {@code spans} knows the dialect. */
  String name();

  /** The instrumentation that says to have made the spans. */
  InstrumentationScope scope();

  /** Whether its model calls can tell what they cost. */
  default boolean tellsCost() {
    return false;
  }

  /**
   * One run of an agent, at the top of a trace or below another agent.
   *
   * @param counted what the model calls directly below used, for dialects that repeat it
   */
  Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content);

  /** One model call. */
  Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content);

  /** One call of a tool. */
  Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content);
}
