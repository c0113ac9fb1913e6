// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;

/** OpenTelemetry's semantic conventions for generative AI, v1.41. */
final class OtelGenAiSpans implements DialectSpans {
  @Override
  public String name() {
    return "otel-genai";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.newBuilder()
        .setName("opentelemetry.instrumentation.genai.agents")
        .setVersion("1.0.0")
        .build();
  }

  @Override
  public Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content) {
    Attributes attributes =
        Attributes.of(head.named("invoke_agent " + run.agent()))
            .text("gen_ai.operation.name", "invoke_agent")
            .text("gen_ai.agent.name", run.agent());
    if (run.root()) {
      attributes.text("gen_ai.conversation.id", run.sessionId()).text("user.id", run.userId());
    }
    return messages(attributes, content).span();
  }

  @Override
  public Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content) {
    Attributes attributes =
        Attributes.of(head.named("chat " + call.model()).setKind(Span.SpanKind.SPAN_KIND_CLIENT))
            .text("gen_ai.operation.name", "chat")
            .text("gen_ai.provider.name", call.provider())
            .text("gen_ai.request.model", call.model());
    if (head.failed()) {
      return attributes.text("error.type", "timeout").span();
    }
    TokenCounts tokens = call.tokens();
    attributes
        .text("gen_ai.response.model", call.model())
        .text("gen_ai.response.id", call.responseId())
        .number("gen_ai.usage.input_tokens", tokens.input())
        .number("gen_ai.usage.output_tokens", tokens.output())
        .count("gen_ai.usage.cache_read.input_tokens", tokens.cacheRead())
        .count("gen_ai.usage.cache_creation.input_tokens", tokens.cacheWrite())
        .count("gen_ai.usage.reasoning.output_tokens", tokens.reasoning());
    return messages(attributes, content).span();
  }

  @Override
  public Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content) {
    Attributes attributes =
        Attributes.of(head.named("execute_tool " + call.tool()))
            .text("gen_ai.operation.name", "execute_tool")
            .text("gen_ai.tool.name", call.tool())
            .text("gen_ai.tool.call.id", call.callId())
            .text("gen_ai.tool.call.arguments", "{\"query\":\"" + content.request() + "\"}")
            .text("gen_ai.tool.call.result", content.response());
    if (head.failed()) {
      attributes.text("error.type", "timeout");
    }
    return attributes.span();
  }

  private static Attributes messages(Attributes attributes, Content content) {
    return attributes
        .text("gen_ai.input.messages", message("user", content.request()))
        .text("gen_ai.output.messages", message("assistant", content.response()));
  }

  private static String message(String role, String text) {
    return "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
        .formatted(role, text);
  }
}
