// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * OpenInference (Arize), spec/semantic_conventions.md: flattened keys, session and user on every
 * span, sometimes a cost.
 */
final class OpenInferenceSpans implements DialectSpans {
  @Override
  public String name() {
    return "openinference";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.newBuilder()
        .setName("openinference.instrumentation.langchain")
        .setVersion("0.1.66")
        .build();
  }

  @Override
  public boolean tellsCost() {
    return true;
  }

  @Override
  public Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content) {
    return values(begin(head, run.agent(), "AGENT", run), content)
        .text("agent.name", run.agent())
        .span();
  }

  @Override
  public Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content) {
    Attributes attributes =
        begin(head, "ChatModel", "LLM", run)
            .text("llm.system", call.provider())
            .text("llm.model_name", call.model())
            .text("llm.invocation_parameters", "{\"model\": \"" + call.model() + "\"}");
    if (head.failed()) {
      return attributes.span();
    }
    TokenCounts tokens = call.tokens();
    attributes
        .text("llm.input_messages.0.message.role", "user")
        .text("llm.input_messages.0.message.content", content.request())
        .text("llm.output_messages.0.message.role", "assistant")
        .text("llm.output_messages.0.message.content", content.response())
        .number("llm.token_count.prompt", tokens.input())
        .number("llm.token_count.completion", tokens.output())
        .number("llm.token_count.total", tokens.input() + tokens.output())
        .count("llm.token_count.prompt_details.cache_read", tokens.cacheRead())
        .count("llm.token_count.prompt_details.cache_write", tokens.cacheWrite())
        .count("llm.token_count.completion_details.reasoning", tokens.reasoning());
    if (call.tellsCost()) {
      attributes.decimal("llm.cost.total", call.emitterMicroUsd() / 1e6);
    }
    return attributes.span();
  }

  @Override
  public Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content) {
    return values(begin(head, call.tool(), "TOOL", run), content)
        .text("tool.name", call.tool())
        .text("tool_call.id", call.callId())
        .span();
  }

  private static Attributes begin(SpanHead head, String name, String kind, AgentRun run) {
    return Attributes.of(head.named(name))
        .text("openinference.span.kind", kind)
        .text("session.id", run.sessionId())
        .text("user.id", run.userId());
  }

  private static Attributes values(Attributes attributes, Content content) {
    return attributes
        .text("input.value", content.request())
        .text("input.mime_type", "text/plain")
        .text("output.value", content.response())
        .text("output.mime_type", "text/plain");
  }
}
