// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * MLflow's SDK by OTLP export (mlflow 3.17, mlflow/tracing/constant.py): every value is JSON, plain
 * texts in quotes; session and user at the root.
 */
final class MlflowSpans implements DialectSpans {
  @Override
  public String name() {
    return "mlflow";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName("mlflow.tracing").build();
  }

  @Override
  public Span.Builder agent(SpanHead head, AgentRun run, TokenCounts counted, Content content) {
    Attributes attributes =
        begin(head, run.agent(), "AGENT").text("gen_ai.agent.name", quoted(run.agent()));
    if (run.root()) {
      attributes
          .text("mlflow.trace.session", quoted(run.sessionId()))
          .text("mlflow.trace.user", quoted(run.userId()));
    }
    return attributes
        .text("mlflow.spanInputs", quoted(content.request()))
        .text("mlflow.spanOutputs", quoted(content.response()))
        .span();
  }

  @Override
  public Span.Builder modelCall(SpanHead head, AgentRun run, ModelCall call, Content content) {
    Attributes attributes =
        begin(head, "Completions", "CHAT_MODEL")
            .text("mlflow.llm.provider", quoted(call.provider()))
            .text("mlflow.llm.model", quoted(call.model()))
            .text(
                "mlflow.spanInputs",
                "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                    .formatted(call.model(), content.request()));
    if (head.failed()) {
      return attributes.span();
    }
    return attributes
        .text(
            "mlflow.spanOutputs",
            "{\"id\": \"%s\", \"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"%s\"}}]}"
                .formatted(call.responseId(), content.response()))
        .text("mlflow.chat.tokenUsage", usage(call.tokens()))
        .span();
  }

  @Override
  public Span.Builder toolCall(SpanHead head, AgentRun run, ToolCall call, Content content) {
    return begin(head, call.tool(), "TOOL")
        .text("gen_ai.tool.call.id", quoted(call.callId()))
        .text("mlflow.spanInputs", "{\"query\": \"" + content.request() + "\"}")
        .text("mlflow.spanOutputs", quoted(content.response()))
        .span();
  }

  private static Attributes begin(SpanHead head, String name, String spanType) {
    return Attributes.of(head.named(name)).text("mlflow.spanType", quoted(spanType));
  }

  private static String usage(TokenCounts tokens) {
    return ("{\"input_tokens\": %d, \"output_tokens\": %d, \"total_tokens\": %d,"
            + " \"cache_read_input_tokens\": %d, \"cache_creation_input_tokens\": %d, \"reasoning_tokens\": %d}")
        .formatted(
            tokens.input(),
            tokens.output(),
            tokens.input() + tokens.output(),
            tokens.cacheRead(),
            tokens.cacheWrite(),
            tokens.reasoning());
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
