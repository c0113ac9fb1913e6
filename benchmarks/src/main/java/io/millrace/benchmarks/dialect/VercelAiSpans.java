// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Vercel's AI SDK 6 (vercel/ai packages/ai/src/telemetry): ai.streamText repeats the sum of its
 * steps, which must not count twice; metadata on every span.
 */
final class VercelAiSpans implements DialectSpans {
  @Override
  public String name() {
    return "vercel-ai";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName("ai").build();
  }

  @Override
  public Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content) {
    Attributes attributes =
        begin(head, "ai.streamText", run)
            .text("ai.prompt", "{\"prompt\":\"" + content.request() + "\"}")
            .text("ai.response.text", content.response());
    return (counted.any() ? usage(attributes, counted) : attributes).span();
  }

  @Override
  public Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content) {
    Attributes attributes =
        begin(head, "ai.streamText.doStream", run)
            .text("ai.model.provider", call.provider())
            .text("ai.model.id", call.model());
    if (head.failed()) {
      return attributes.span();
    }
    attributes
        .text(
            "ai.prompt.messages", "[{\"role\":\"user\",\"content\":\"" + content.request() + "\"}]")
        .text("ai.response.text", content.response())
        .text("ai.response.model", call.model())
        .text("ai.response.id", call.responseId())
        .text("ai.response.finishReason", "stop");
    return usage(attributes, call.tokens()).span();
  }

  @Override
  public Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content) {
    return begin(head, "ai.toolCall", run)
        .text("ai.toolCall.name", call.tool())
        .text("ai.toolCall.id", call.callId())
        .text("ai.toolCall.args", "{\"query\":\"" + content.request() + "\"}")
        .text("ai.toolCall.result", "\"" + content.response() + "\"")
        .span();
  }

  private static Attributes begin(SpanHead head, String operation, AgentRun run) {
    return Attributes.of(head.named(operation))
        .text("operation.name", operation + " " + run.agent())
        .text("ai.operationId", operation)
        .text("ai.telemetry.functionId", run.agent())
        .text("ai.telemetry.metadata.sessionId", run.sessionId())
        .text("ai.telemetry.metadata.userId", run.userId());
  }

  private static Attributes usage(Attributes attributes, TokenCounts tokens) {
    return attributes
        .number("ai.usage.inputTokens", tokens.input())
        .number("ai.usage.outputTokens", tokens.output())
        .number("ai.usage.inputTokenDetails.noCacheTokens", tokens.freshInput())
        .number("ai.usage.inputTokenDetails.cacheReadTokens", tokens.cacheRead())
        .number("ai.usage.inputTokenDetails.cacheWriteTokens", tokens.cacheWrite())
        .number("ai.usage.outputTokenDetails.reasoningTokens", tokens.reasoning());
  }
}
