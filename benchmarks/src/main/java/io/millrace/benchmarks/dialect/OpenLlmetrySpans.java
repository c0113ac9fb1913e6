// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * OpenLLMetry with Traceloop's SDK: indexed prompts, association properties on every span
 * (traceloop/openllmetry, opentelemetry-semantic-conventions-ai).
 */
final class OpenLlmetrySpans implements DialectSpans {
  @Override
  public String name() {
    return "openllmetry";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName("traceloop.tracer").build();
  }

  @Override
  public Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content) {
    return entity(begin(head, run.agent() + ".agent", run), "agent", run.agent(), content)
        .text("gen_ai.agent.name", run.agent())
        .span();
  }

  @Override
  public Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content) {
    Attributes attributes =
        begin(head, call.provider() + ".chat", run)
            .text("llm.request.type", "chat")
            .text("gen_ai.system", call.provider())
            .text("gen_ai.request.model", call.model());
    attributes.span().setKind(Span.SpanKind.SPAN_KIND_CLIENT);
    if (head.failed()) {
      return attributes.span();
    }
    TokenCounts tokens = call.tokens();
    return attributes
        .text("gen_ai.response.model", call.model())
        .text("gen_ai.response.id", call.responseId())
        .text("gen_ai.prompt.0.role", "user")
        .text("gen_ai.prompt.0.content", content.request())
        .text("gen_ai.completion.0.role", "assistant")
        .text("gen_ai.completion.0.content", content.response())
        .number("gen_ai.usage.input_tokens", tokens.input())
        .number("gen_ai.usage.output_tokens", tokens.output())
        .number("llm.usage.total_tokens", tokens.input() + tokens.output())
        .count("gen_ai.usage.cache_read_input_tokens", tokens.cacheRead())
        .count("gen_ai.usage.cache_creation_input_tokens", tokens.cacheWrite())
        .count("gen_ai.usage.reasoning_tokens", tokens.reasoning())
        .span();
  }

  @Override
  public Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content) {
    return entity(begin(head, call.tool() + ".tool", run), "tool", call.tool(), content)
        .text("gen_ai.tool.call.id", call.callId())
        .span();
  }

  private static Attributes begin(SpanHead head, String name, AgentRun run) {
    return Attributes.of(head.named(name))
        .text("traceloop.association.properties.session_id", run.sessionId())
        .text("traceloop.association.properties.user_id", run.userId());
  }

  private static Attributes entity(
      Attributes attributes, String kind, String name, Content content) {
    return attributes
        .text("traceloop.span.kind", kind)
        .text("traceloop.entity.name", name)
        .text("traceloop.entity.input", "{\"args\": [\"" + content.request() + "\"]}")
        .text("traceloop.entity.output", "\"" + content.response() + "\"");
  }
}
