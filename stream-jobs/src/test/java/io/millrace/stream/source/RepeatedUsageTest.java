// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.dialects.Normaliser;
import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.MergeRank;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.CostPrecedence;
import io.millrace.stream.trace.TraceDeriver;
import io.millrace.stream.trace.TraceInput;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who repeats whose usage: one case for each emitter known to, as its spans come over the wire. */
class RepeatedUsageTest {
  private static final long START = 1_795_000_000_000_000_000L;
  private static final Normaliser NORMALISER = Normaliser.bundled();
  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  /**
   * A span: its id is its place, from 1; parent 0 = root. Attributes are key, value, key, value.
   */
  private record Sent(int parent, String scope, String name, Object... attributes) {}

  private record Case(String emitter, long input, long output, int calls, Sent... spans) {
    @Override
    public String toString() {
      return emitter;
    }
  }

  private static Sent sent(int parent, String scope, String name, Object... attributes) {
    return new Sent(parent, scope, name, attributes);
  }

  /** The conventions' tokens, and what else. */
  private static Sent genAi(
      int parent, String scope, String operation, long input, long output, Object... more) {
    List<Object> attributes =
        new ArrayList<>(
            List.of(
                "gen_ai.operation.name", operation,
                "gen_ai.request.model", "gpt-4o-mini",
                "gen_ai.usage.input_tokens", input,
                "gen_ai.usage.output_tokens", output));
    attributes.addAll(List.of(more));
    return new Sent(parent, scope, operation + " gpt-4o-mini", attributes.toArray());
  }

  private static Sent openInference(int parent, String of, String kind, long input, long output) {
    return sent(
        parent,
        "openinference.instrumentation." + of,
        of + " " + kind,
        "openinference.span.kind",
        kind,
        "llm.token_count.prompt",
        input,
        "llm.token_count.completion",
        output);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "Vercel AI SDK 6: generateText sums its steps",
            300,
            30,
            2,
            sent(
                0,
                "ai",
                "ai.generateText",
                "ai.operationId",
                "ai.generateText",
                "ai.usage.inputTokens",
                300,
                "ai.usage.outputTokens",
                30),
            sent(
                1,
                "ai",
                "ai.generateText.doGenerate",
                "ai.operationId",
                "ai.generateText.doGenerate",
                "ai.usage.inputTokens",
                100,
                "ai.usage.outputTokens",
                10,
                "gen_ai.usage.input_tokens",
                100),
            sent(
                1,
                "ai",
                "ai.generateText.doGenerate",
                "ai.operationId",
                "ai.generateText.doGenerate",
                "ai.usage.inputTokens",
                200,
                "ai.usage.outputTokens",
                20,
                "gen_ai.usage.input_tokens",
                200)),
        new Case(
            "Vercel AI SDK 7: invoke_agent and agent_step repeat chat",
            100,
            10,
            1,
            genAi(0, "gen_ai", "invoke_agent", 100, 10),
            genAi(1, "gen_ai", "agent_step", 100, 10),
            genAi(2, "gen_ai", "chat", 100, 10)),
        new Case(
            "Strands: an agent has the usage of its whole life",
            632,
            40,
            1,
            genAi(0, "strands.telemetry.tracer", "invoke_agent", 1264, 80),
            genAi(1, "strands.telemetry.tracer", "execute_event_loop_cycle", 632, 40),
            genAi(2, "strands.telemetry.tracer", "chat", 632, 40)),
        new Case(
            "ADK 1: call_llm repeats generate_content",
            100,
            10,
            1,
            sent(
                0,
                "gcp.vertex.agent",
                "call_llm",
                "gen_ai.request.model",
                "gemini-2.5-flash",
                "gen_ai.usage.input_tokens",
                100,
                "gen_ai.usage.output_tokens",
                10),
            genAi(1, "gcp.vertex.agent", "generate_content", 100, 10)),
        new Case(
            "smolagents: the agent sums its memory",
            300,
            30,
            2,
            openInference(0, "smolagents", "AGENT", 700, 70),
            openInference(1, "smolagents", "CHAIN", 0, 0),
            openInference(2, "smolagents", "LLM", 100, 10),
            openInference(2, "smolagents", "LLM", 200, 20)),
        new Case(
            "pydantic-ai 1: the agent's run has the total",
            300,
            30,
            2,
            sent(
                0,
                "pydantic-ai",
                "agent run",
                "gen_ai.usage.input_tokens",
                300,
                "gen_ai.usage.output_tokens",
                30),
            genAi(1, "pydantic-ai", "chat", 100, 10),
            genAi(1, "pydantic-ai", "chat", 200, 20)),
        new Case(
            "Claude Agent SDK by OpenInference: an agent without a model span",
            100,
            10,
            0,
            openInference(0, "claude_agent_sdk", "AGENT", 100, 10)),
        new Case(
            "Claude Code, Anthropic's SDK and its platform: one request",
            100,
            10,
            1,
            sent(
                0,
                "com.anthropic.claude_code.tracing",
                "claude_code.llm_request",
                "span.type",
                "llm_request",
                "model",
                "claude-sonnet-4-5",
                "input_tokens",
                100,
                "output_tokens",
                10,
                "gen_ai.response.id",
                "req_1"),
            sent(
                1,
                "com.anthropic.sdk.typescript",
                "anthropic.messages.create",
                "gen_ai.response.id",
                "req_1",
                "gen_ai.usage.input_tokens",
                100,
                "gen_ai.usage.output_tokens",
                10),
            sent(
                2,
                "com.anthropic.claude-platform",
                "anthropic.messages",
                "gen_ai.response.id",
                "req_1",
                "gen_ai.usage.input_tokens",
                100,
                "gen_ai.usage.output_tokens",
                10)),
        new Case(
            "LiteLLM below an application's own OpenAI span",
            100,
            10,
            1,
            genAi(
                0,
                "opentelemetry.instrumentation.openai_v2",
                "chat",
                100,
                10,
                "gen_ai.response.id",
                "chatcmpl-1"),
            genAi(1, "litellm", "acompletion", 100, 10, "gen_ai.response.id", "chatcmpl-1"),
            sent(2, "litellm", "raw_gen_ai_request", "llm.openai.usage", "{'prompt_tokens': 100}")),
        new Case(
            "LangChain: a chain's output has the usage of its model",
            100,
            10,
            1,
            sent(
                0,
                "openinference.instrumentation.langchain",
                "RunnableSequence",
                "openinference.span.kind",
                "CHAIN",
                "output.value",
                "{\"usage_metadata\": {\"input_tokens\": 100, \"output_tokens\": 10}}"),
            openInference(1, "langchain", "LLM", 100, 10)),
        new Case(
            "CrewAI: the crew has the total",
            300,
            30,
            2,
            openInference(0, "crewai", "CHAIN", 300, 30),
            openInference(1, "crewai", "AGENT", 300, 30),
            openInference(2, "crewai", "LLM", 100, 10),
            openInference(2, "crewai", "LLM", 200, 20)),
        new Case(
            "OpenInference around OpenLLMetry: two instrumentations of one client",
            100,
            10,
            1,
            openInference(0, "openai", "LLM", 100, 10),
            sent(
                1,
                "opentelemetry.instrumentation.openai.v1",
                "openai.chat",
                "llm.request.type",
                "chat",
                "gen_ai.request.model",
                "gpt-4o-mini",
                "gen_ai.usage.input_tokens",
                100,
                "gen_ai.usage.output_tokens",
                10)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void usage_isCountedOnce_inAnyOrder(Case given) {
    List<SpanFact> facts = new ArrayList<>();
    for (int i = 0; i < given.spans().length; i++) {
      facts.add(fact(i + 1, given.spans()[i]));
    }
    for (int seed = 0; seed < 4; seed++) {
      Collections.shuffle(facts, new Random(seed));
      TraceRow trace = DERIVER.derive(new TraceInput(1, "w", "t", facts, "", "")).trace();

      assertThat(trace.inputTokens()).as("input, seed %d", seed).isEqualTo(given.input());
      assertThat(trace.outputTokens()).as("output, seed %d", seed).isEqualTo(given.output());
      assertThat(trace.llmCalls()).as("calls, seed %d", seed).isEqualTo(given.calls());
    }
  }

  private static SpanFact fact(int number, Sent sent) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(new byte[15]).concat(id(1, 1)))
            .setSpanId(id(number, 8))
            .setName(sent.name())
            .setStartTimeUnixNano(START + number)
            .setEndTimeUnixNano(START + 1_000 - number);
    if (sent.parent() > 0) {
      span.setParentSpanId(id(sent.parent(), 8));
    }
    for (int i = 0; i < sent.attributes().length; i += 2) {
      span.addAttributes(
          KeyValue.newBuilder()
              .setKey((String) sent.attributes()[i])
              .setValue(value(sent.attributes()[i + 1])));
    }
    AgentSpan meant =
        NORMALISER.normalise(
            Resource.getDefaultInstance(),
            InstrumentationScope.newBuilder().setName(sent.scope()).build(),
            span.build(),
            span.build().toByteArray());
    return Arrivals.fact(SpanFacts.arrival(meant, MergeRank.of(meant), ENVELOPE));
  }

  private static AnyValue value(Object value) {
    return value instanceof Number number
        ? AnyValue.newBuilder().setIntValue(number.longValue()).build()
        : AnyValue.newBuilder().setStringValue((String) value).build();
  }

  private static ByteString id(int number, int bytes) {
    byte[] id = new byte[bytes];
    id[bytes - 1] = (byte) number;
    return ByteString.copyFrom(id);
  }

  private static final OtlpEnvelope ENVELOPE =
      OtlpEnvelope.newBuilder()
          .setWorkspace("w")
          .setExperimentId("0")
          .setExperimentExplicit(false)
          .setReceivedTimeUnixNano(START + 1_000_000_000L)
          .setEncoding(WireEncoding.PROTOBUF)
          .setGroups(List.of())
          .setItemCount(1)
          .setBridgeInstance("test")
          .setBridgeSequence(0)
          .build();
}
