// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.scrub.Scrubber;
import io.millrace.schemas.AgentSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scrubbing takes content away, and no fact. */
class ScrubbedFactsTest {
  private static final Pattern TOLD =
      Pattern.compile(".*(\\.body|\\.request\\.json|\\.response\\.json)");

  @TempDir Path folder;

  /** Spans of each dialect, with content wherever it can be. */
  static Stream<SpanFixture> spans() {
    return Stream.of(
        span("chat gpt-4o-mini")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.provider.name", "openai")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.response.model", "gpt-4o-mini-2024-07-18")
            .with("gen_ai.response.id", "chatcmpl-1")
            .with("gen_ai.response.finish_reasons", List.of("tool_calls"))
            .with("gen_ai.conversation.id", "sess-1")
            .with("openai.response.service_tier", "priority")
            .with("gen_ai.usage.input_tokens", "120")
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.cost", "0.0000345")
            .with(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"call_1\","
                    + "\"name\":\"get_weather\",\"arguments\":{\"name\":\"Paris\"}}]}]"),
        span("TerminalAction")
            .scope("lmnr.tracer")
            .with("lmnr.span.type", "TOOL")
            .with("lmnr.span.path", List.of("conversation", "TerminalAction"))
            .with("lmnr.association.properties.user_id", "user-42")
            .with("lmnr.association.properties.metadata.tool_call_id", "call_1")
            .with(
                "lmnr.span.output",
                "{\"content\":[{\"text\":\"hello\"}],\"is_error\":false,\"exit_code\":3}"),
        span("call_llm")
            .scope("gcp.vertex.agent")
            .with("gen_ai.request.model", "gemini-2.5-flash")
            .with(
                "gcp.vertex.agent.llm_response",
                "{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"a\","
                    + "\"name\":\"find\",\"args\":{\"q\":\"x\"}}}]},"
                    + "\"usage_metadata\":{\"prompt_token_count\":180}}"),
        span("ai.streamText.doStream")
            .scope("ai")
            .with("ai.operationId", "ai.streamText.doStream")
            .with("ai.model.provider", "anthropic.messages")
            .with("ai.model.id", "claude-sonnet-4-5")
            .with("ai.telemetry.metadata.sessionId", "sess-1")
            .with("ai.telemetry.metadata.userId", "alice")
            .with("ai.usage.inputTokens", 7)
            .with("ai.response.text", "hello")
            .with(
                "ai.response.toolCalls",
                "[{\"toolCallId\":\"call_1\",\"toolName\":\"find\",\"input\":{\"q\":\"x\"}}]")
            .with(
                "ai.response.providerMetadata",
                "{\"anthropic\":{\"cacheCreationInputTokens\":2089}}"),
        span("claude_code.tool")
            .scope("com.anthropic.claude_code.tracing")
            .with("span.type", "tool")
            .with("tool_name", "Bash")
            .with("tool_use_id", "toolu_1")
            .with("full_command", "echo hello")
            .onResource("user.id", "alice"),
        span("model_inference")
            .scope("@mastra/otel-exporter")
            .with("mastra.span.type", "model_inference")
            .with("mastra.metadata.sessionId", "sess-1")
            .with("gen_ai.output.messages", "[{\"role\":\"assistant\",\"content\":\"hello\"}]")
            .with("gen_ai.response.finish_reasons", "[\"error\"]"),
        span("turn")
            .scope("litellm")
            .with("gen_ai.operation.name", "chat")
            .with("llm.user", "alice")
            .with("metadata.usage_object", "{'prompt_tokens': 12, 'completion_tokens': 3}")
            .with("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"hello\"}]"),
        span("llm")
            .scope("langfuse-sdk")
            .with("langfuse.observation.type", "generation")
            .with("langfuse.observation.input", "{\"role\":\"user\",\"content\":\"hello\"}")
            .with("langfuse.observation.usage_details", "{\"input\":1,\"output\":2,\"total\":3}"),
        span("chat")
            .scope("mlflow.tracing.provider")
            .with("mlflow.spanType", "\"CHAT_MODEL\"")
            .with("mlflow.llm.model", "\"gpt-4o-mini\"")
            .with("mlflow.spanOutputs", "{\"role\":\"assistant\",\"content\":\"hello\"}")
            .with("mlflow.chat.tokenUsage", "{\"input_tokens\": 120, \"output_tokens\": 30}"),
        span("ChatCompletion")
            .root()
            .with("openinference.span.kind", "LLM")
            .with("llm.model_name", "gpt-4o-mini")
            .with("llm.invocation_parameters", "{\"model\": \"gpt-4o-mini\"}")
            .with("llm.output_messages.0.message.role", "assistant")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.id", "call_1")
            .with("llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "find")
            .with("metadata", "{\"session_id\": \"sess-1\", \"team\": \"search\"}")
            .with("output.value", "{\"choices\":[{}],\"service_tier\":\"flex\"}")
            .status(Status.StatusCode.STATUS_CODE_ERROR, "no such model")
            .event("exception", 1, "exception.type", "KeyError", "exception.message", "gpt"));
  }

  @ParameterizedTest
  @MethodSource("spans")
  void facts_areTheSameBeforeAndAfter(SpanFixture fixture) throws IOException {
    AgentSpan before = fixture.normalised();
    AgentSpan after = scrubbed(fixture);

    assertThat(after.header()).isEqualTo(before.header());
    assertThat(after.identity()).isEqualTo(before.identity());
    assertThat(after.modelCall()).isEqualTo(before.modelCall());
    assertThat(after.toolUse()).isEqualTo(before.toolUse());
    assertThat(after.tags().keySet()).isEqualTo(before.tags().keySet());
    assertThat(after.outcome())
        .usingRecursiveComparison()
        .ignoringFields("statusMessage")
        .isEqualTo(before.outcome());
    assertThat(after.meaning())
        .usingRecursiveComparison()
        .ignoringFields("contentHash")
        .isEqualTo(before.meaning());
    assertThat(after.content().messages().length()).isEqualTo(before.content().messages().length());
    assertThat(after.content().attributes()).isNotEqualTo(before.content().attributes());
  }

  @Test
  void corpus_isScrubbed() throws IOException {
    Path again = folder.resolve("again");
    Path corpus = Path.of("..", "corpus");

    int requests = Scrubber.bundled().scrub(corpus, again).requests();

    assertThat(requests).isPositive();
    try (Stream<Path> files = Files.walk(corpus)) {
      List<Path> told = files.filter(file -> TOLD.matcher(file.toString()).matches()).toList();
      assertThat(told.stream().filter(file -> !file.toString().endsWith(".response.json")))
          .hasSize(requests);
      assertThat(told)
          .allSatisfy(
              file ->
                  assertThat(again.resolve(corpus.relativize(file)))
                      .as("scrubbing %s changes it: it was not scrubbed", file)
                      .hasSameBinaryContentAs(file));
    }
  }

  private AgentSpan scrubbed(SpanFixture fixture) throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(fixture.resource())
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .setScope(fixture.scope())
                            .addSpans(fixture.build())))
            .build();
    Files.write(in.resolve("001.body"), request.toByteArray());
    Files.writeString(
        in.resolve("001.headers.json"),
        "{\"path\":\"/v1/traces\",\"content_type\":\"application/x-protobuf\"}");
    Scrubber.bundled().scrub(in, folder.resolve("out"));
    return new CorpusClient(folder.resolve("out")).normalised(Normaliser.bundled()).get(0);
  }
}
