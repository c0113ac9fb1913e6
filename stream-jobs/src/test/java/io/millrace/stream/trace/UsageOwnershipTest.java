// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import static io.millrace.stream.trace.Facts.llm;
import static io.millrace.stream.trace.Facts.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.SpanFact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The corners of ownership: shapes in which a token is easily lost or counted twice. */
class UsageOwnershipTest {
  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  @Test
  void agentAboveACallThatIsOwnedElsewhere_doesNotOwn() {
    // one answer, told by the SDK below its agent and once more by a proxy in another branch
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            llm("proxy", "root", 1, 100, 10).setResponseId("resp-1"),
            span("agent", "root", AgentSpanKind.AGENT, 2).setInputTokens(100L).setOutputTokens(10L),
            llm("sdk", "agent", 3, 100, 10).setResponseId("resp-1"));

    assertThat(story.trace().inputTokens()).isEqualTo(100);
    assertThat(story.trace().llmCalls()).isEqualTo(1);
  }

  @Test
  void agentAboveACallWhoseTokensAreToldElsewhere_doesNotOwn() {
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            llm("proxy", "root", 1, 100, 10).setResponseId("resp-1"),
            span("agent", "root", AgentSpanKind.AGENT, 2).setInputTokens(100L),
            span("sdk", "agent", AgentSpanKind.LLM, 3).setResponseId("resp-1"));

    assertThat(story.trace().inputTokens()).isEqualTo(100);
  }

  @Test
  void modelSpanAroundSeveralCallsWithoutTokens_ownsItsOwnUsage() {
    TraceStory story =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0).setInputTokens(900L),
            llm("outer", "agent", 0, 300, 30),
            span("step1", "outer", AgentSpanKind.LLM, 1),
            span("step2", "outer", AgentSpanKind.LLM, 2));

    assertThat(story.trace().inputTokens()).isEqualTo(300);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
    assertThat(owners(story)).containsExactly("outer");
  }

  @Test
  void callToldByAFrameworkAndByItsClientBesides_isOne() {
    TraceStory story =
        derive(
            span("model", "", AgentSpanKind.CHAIN, 0),
            llm("ChatOpenAI", "model", 1, 100, 10),
            llm("openai.response", "model", 1, 100, 10).setResponseId("resp-1"),
            llm("ChatOpenAI 2", "model", 3, 100, 10),
            llm("openai.response 2", "model", 3, 100, 10).setResponseId("resp-2"));

    assertThat(story.trace().inputTokens()).isEqualTo(200);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
  }

  @Test
  void parallelCallsOfEqualTokens_stayApart() {
    TraceStory story =
        derive(
            span("model", "", AgentSpanKind.CHAIN, 0),
            llm("a", "model", 1, 100, 10),
            llm("b", "model", 1, 100, 10),
            llm("c", "model", 1, 100, 10).setResponseId("resp-1"),
            llm("later", "model", 5, 100, 10),
            llm("unlike", "model", 5, 100, 11).setResponseId("resp-2"));

    assertThat(story.trace().llmCalls()).isEqualTo(5);
  }

  @Test
  void zeroOfOneThatTellsACall_yieldsToTheCountOfAnother() {
    TraceStory story =
        derive(
            span("model", "", AgentSpanKind.CHAIN, 0),
            llm("framework", "model", 1, 100, 10).setResponseId("msg-1").setCacheWriteTokens(0L),
            llm("sdk", "model", 1, 100, 10).setResponseId("msg-1").setCacheWriteTokens(30L));

    assertThat(story.trace().llmCalls()).isEqualTo(1);
    assertThat(story.trace().cacheWriteTokens()).isEqualTo(30);
  }

  @Test
  void equalResponseIdsWithoutTokens_doNotJoinCallsThatContradictEachOther() {
    TraceStory story =
        derive(
            span("silent", "", AgentSpanKind.LLM, 0).setResponseId("constant"),
            llm("a", "", 1, 100, 10).setResponseId("constant"),
            llm("b", "", 2, 200, 20).setResponseId("constant"));

    assertThat(story.trace().inputTokens()).isEqualTo(300);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
  }

  @Test
  void equalResponseIdsOnOuterSpans_areComparedByTheTokensInside() {
    TraceStory story =
        derive(
            span("outer1", "", AgentSpanKind.LLM, 0).setResponseId("constant"),
            llm("inner1", "outer1", 0, 100, 10),
            span("outer2", "", AgentSpanKind.LLM, 1).setResponseId("constant"),
            llm("inner2", "outer2", 1, 200, 20));

    assertThat(story.trace().inputTokens()).isEqualTo(300);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
  }

  @Test
  void wrappersNestedAsDeepAsATraceIsLong_areWalkedWithoutRecursion() {
    int levels = 20_000;
    List<SpanFact.Builder> spans = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      spans.add(span("w" + i, i == 0 ? "" : "w" + (i - 1), AgentSpanKind.LLM, i % 100));
      spans.add(llm("c" + i, "w" + i, i % 100, 10 + i, 1));
    }

    TraceRow trace = derive(spans.toArray(SpanFact.Builder[]::new)).trace();

    assertThat(trace.outputTokens()).isEqualTo(levels);
  }

  @Test
  void oneAnswerThatAnInstrumentationCountsWrongly_isOneCall_asTheProvidersSdkTells() {
    TraceStory story =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0),
            llm("anthropic.chat", "agent", 1, 100, 11)
                .setResponseId("msg-1")
                .setScopeName("opentelemetry.instrumentation.anthropic"),
            llm("anthropic.messages.create", "agent", 1, 100, 10)
                .setResponseId("msg-1")
                .setScopeName("com.anthropic.sdk.python")
                .setDialect("anthropic-sdk"));

    assertThat(story.trace().llmCalls()).isEqualTo(1);
    assertThat(story.trace().inputTokens()).isEqualTo(100);
    assertThat(story.trace().outputTokens()).isEqualTo(10);
  }

  @Test
  void oneConstantId_joinsNeitherCallsOfOneInstrumentation_norCallsOneAfterAnother() {
    TraceStory story =
        derive(
            llm("a", "", 1, 100, 10).setResponseId("constant").setScopeName("x"),
            llm("b", "", 1, 200, 20).setResponseId("constant").setScopeName("x"),
            llm("c", "", 5, 300, 30).setResponseId("constant").setScopeName("y"));

    assertThat(story.trace().llmCalls()).isEqualTo(3);
    assertThat(story.trace().inputTokens()).isEqualTo(600);
  }

  @Test
  void callToldByTwoInstrumentationsInsideOfAThird_isOne() {
    TraceStory story =
        derive(
            llm("chat", "", 1, 100, 10).setScopeName("pydantic-ai"),
            span("request", "chat", AgentSpanKind.CHAIN, 1).setScopeName("logfire"),
            llm("sdk", "request", 1, 100, 10).setResponseId("msg-1").setScopeName("sdk"),
            llm("log", "chat", 1, 100, 10).setScopeName("logfire"));

    assertThat(story.trace().llmCalls()).isEqualTo(1);
    assertThat(story.trace().inputTokens()).isEqualTo(100);
  }

  @Test
  void equalCallsOfOneInstrumentationInsideAModelSpan_areSeveral() {
    TraceStory story =
        derive(
            llm("outer", "", 1, 100, 10).setScopeName("framework"),
            llm("first", "outer", 1, 100, 10).setScopeName("sdk"),
            llm("second", "outer", 2, 100, 10).setScopeName("sdk"));

    assertThat(story.trace().llmCalls()).isEqualTo(2);
    assertThat(story.trace().inputTokens()).isEqualTo(200);
  }

  @Test
  void totalWithoutAModel_hasThatOfTheCallsBelow_ifItIsOne() {
    TraceStory one =
        derive(
            span("react", "", AgentSpanKind.AGENT, 0).setInputTokens(100L).setOutputTokens(10L),
            model("a", "react", 1, "gpt-4o-mini"),
            model("b", "react", 2, "gpt-4o-mini"));
    TraceStory two =
        derive(
            span("react", "", AgentSpanKind.AGENT, 0).setInputTokens(100L).setOutputTokens(10L),
            model("a", "react", 1, "gpt-4o-mini"),
            model("b", "react", 2, "gpt-4o"));

    assertThat(one.trace().costPicoUsd()).isEqualTo(21_000_000L);
    assertThat(one.trace().unpricedCalls()).isZero();
    assertThat(two.trace().unpricedCalls()).isEqualTo(1);
  }

  private static SpanFact.Builder model(String id, String parent, int second, String model) {
    return span(id, parent, AgentSpanKind.LLM, second).setProvider("openai").setRequestModel(model);
  }

  private static TraceStory derive(SpanFact.Builder... spans) {
    List<SpanFact> facts = Arrays.stream(spans).map(SpanFact.Builder::build).toList();
    return DERIVER.derive(new TraceInput(1, "w", Facts.TRACE, facts, "", ""));
  }

  private static List<String> owners(TraceStory story) {
    return story.spans().stream().filter(SpanRow::ownsUsage).map(SpanRow::spanId).toList();
  }
}
