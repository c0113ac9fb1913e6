// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;

/**
 * An agent with the OpenTelemetry Java SDK as it comes: it names no address, no protocol and no
 * header; the standard environment variables do.
 */
final class StockAgent {
  private StockAgent() {}

  public static void main(String[] args) {
    try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk()) {
      runAgent(sdk.getTracer("stock-agent", "1.0"));
    }
  }

  private static void runAgent(Tracer tracer) {
    Span agent =
        tracer
            .spanBuilder("invoke_agent planner")
            .setAttribute("gen_ai.operation.name", "invoke_agent")
            .setAttribute("gen_ai.agent.name", "planner")
            .setAttribute("gen_ai.conversation.id", "session-1")
            .setAttribute("user.id", "user-1")
            .startSpan();
    Context.current().with(agent).wrap(() -> work(tracer)).run();
    agent.end();
  }

  private static void work(Tracer tracer) {
    call(tracer);
    callInVain(tracer);
    useTool(tracer);
  }

  private static void call(Tracer tracer) {
    chat(tracer)
        .setAttribute("gen_ai.usage.input_tokens", 1000)
        .setAttribute("gen_ai.usage.cache_read.input_tokens", 400)
        .setAttribute("gen_ai.usage.output_tokens", 50)
        .setAttribute(
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"))
        .end();
  }

  private static void callInVain(Tracer tracer) {
    chat(tracer)
        .recordException(new IllegalStateException("overloaded"))
        .setStatus(StatusCode.ERROR, "overloaded")
        .end();
  }

  private static Span chat(Tracer tracer) {
    return tracer
        .spanBuilder("chat gpt-4o-mini")
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.provider.name", "openai")
        .setAttribute("gen_ai.request.model", "gpt-4o-mini")
        .startSpan();
  }

  private static void useTool(Tracer tracer) {
    tracer
        .spanBuilder("execute_tool get_weather")
        .setAttribute("gen_ai.operation.name", "execute_tool")
        .setAttribute("gen_ai.tool.name", "get_weather")
        .startSpan()
        .end();
  }
}
