// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import static io.millrace.stream.trace.Facts.T0;
import static io.millrace.stream.trace.Facts.asks;
import static io.millrace.stream.trace.Facts.error;
import static io.millrace.stream.trace.Facts.llm;
import static io.millrace.stream.trace.Facts.span;
import static io.millrace.stream.trace.Facts.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.sql.row.CostParts;
import io.millrace.sql.row.CostSums;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.row.TracePart;
import io.millrace.sql.row.TraceRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.Tag;
import io.millrace.stream.state.ToolAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TraceDeriverTest {
  private static final TraceDeriver DERIVER =
      new TraceDeriver(PriceBook.bundled(), CostPrecedence.COMPUTED);

  @Test
  void usage_ofNestedModelSpans_isOneCallMergedFieldByField() {
    // OpenHands: cost and cache outside, tokens and cache inside
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            span("outer", "root", AgentSpanKind.LLM, 1)
                .setCacheReadTokens(20L)
                .setEmitterCostPicoUsd(34_500_000L),
            llm("inner", "outer", 1, 120, 30).setCacheReadTokens(20L));

    TraceRow trace = story.trace();
    assertThat(trace.llmCalls()).isEqualTo(1);
    assertThat(trace.inputTokens()).isEqualTo(120);
    assertThat(trace.cacheReadTokens()).isEqualTo(20);
    assertThat(trace.emitterCostPicoUsd()).isEqualTo(34_500_000L);
    // 100 x 0.15 + 20 x 0.075 + 30 x 0.60 USD per million
    assertThat(trace.computedCostPicoUsd()).isEqualTo(34_500_000L);
    assertThat(owners(story)).containsExactly("inner");
  }

  @Test
  void usage_ofAModelSpanAroundSeveralAnsweredCalls_isNotCounted() {
    TraceStory story =
        derive(
            llm("wrapper", "", 0, 300, 30).setResponseId("last"),
            llm("step1", "wrapper", 1, 100, 10),
            llm("step2", "wrapper", 2, 200, 20).setResponseId("last"));

    assertThat(story.trace().inputTokens()).isEqualTo(300);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
    assertThat(owners(story)).containsExactly("step1", "step2");
  }

  @Test
  void usage_ofACallWithAFailedAttempt_isOneSuccessfulCall() {
    TraceStory story =
        derive(
            span("call", "", AgentSpanKind.LLM, 0),
            span("try1", "call", AgentSpanKind.LLM, 1).setStatus(error()),
            llm("try2", "call", 2, 100, 10));

    assertThat(story.trace().llmCalls()).isEqualTo(1);
    assertThat(story.trace().llmErrors()).isZero();
  }

  @Test
  void usage_ofAModelCallBelowATool_isACallOfItsOwn() {
    TraceStory story =
        derive(
            llm("outer", "", 0, 100, 10),
            tool("delegate", "outer", 1, "delegate", "c1"),
            llm("sub", "delegate", 2, 50, 5));

    assertThat(story.trace().inputTokens()).isEqualTo(150);
    assertThat(story.trace().llmCalls()).isEqualTo(2);
  }

  @Test
  void usage_ofSpansWithOneResponseId_isOneCall() {
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            llm("a", "root", 1, 100, 10).setResponseId("resp-1"),
            llm("b", "root", 1, 100, 10).setResponseId("resp-1"));

    assertThat(story.trace().inputTokens()).isEqualTo(100);
    assertThat(story.trace().llmCalls()).isEqualTo(1);
  }

  @Test
  void usage_ofEqualResponseIdsWithOtherTokens_isTwoCalls() {
    TraceStory story =
        derive(
            llm("a", "", 1, 100, 10).setResponseId("constant"),
            llm("b", "", 2, 200, 20).setResponseId("constant"));

    assertThat(story.trace().inputTokens()).isEqualTo(300);
  }

  @Test
  void usage_ofAnAgent_countsOnlyWhereNoCallBelowHasAny() {
    TraceStory withCalls =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0).setInputTokens(500L).setOutputTokens(50L),
            llm("call", "agent", 1, 100, 10));
    TraceStory without =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0).setInputTokens(500L).setOutputTokens(50L),
            span("sub", "agent", AgentSpanKind.AGENT, 1).setInputTokens(300L));

    assertThat(withCalls.trace().inputTokens()).isEqualTo(100);
    assertThat(without.trace().inputTokens()).isEqualTo(500);
    assertThat(without.trace().llmCalls()).isZero();
    assertThat(owners(without)).containsExactly("agent");
  }

  @Test
  void cost_ofAnUnknownModel_isNullAndCounted() {
    TraceStory story = derive(llm("call", "", 0, 100, 10).setRequestModel("nobody-knows-1"));

    assertThat(story.spans().get(0).costPicoUsd()).isNull();
    assertThat(story.trace().unpricedCalls()).isEqualTo(1);
    assertThat(story.trace().costPicoUsd()).isZero();
  }

  /** 600 x 0.15 + 400 x 0.075 and 100 x 0.60 USD per million. */
  @Test
  void cost_isToldInParts_atEveryLevel() {
    TraceStory story = derive(call(), call().setSpanId("b").setRequestModel("nobody-knows-1"));

    assertThat(row(story, "a").costParts())
        .isEqualTo(new CostParts(120_000_000L, 60_000_000L, 30_000_000L));
    assertThat(row(story, "b").costParts()).isEqualTo(CostParts.UNKNOWN);
    CostSums sums = new CostSums(120_000_000, 60_000_000, 30_000_000);
    assertThat(story.trace().costParts()).isEqualTo(sums);
    assertThat(story.trace().parts()).extracting(TracePart::costParts).containsExactly(sums);
    assertThat(cell(story, RollUpTable.USAGE).getSums().subList(14, 20))
        .containsExactly(120L, 0L, 60L, 0L, 30L, 0L);
  }

  @Test
  void costOfTheEmitter_isInThePartsThatItTells_andTheSavingByTheBook() {
    TraceStory story =
        derive(
            new TraceDeriver(PriceBook.bundled(), CostPrecedence.EMITTER),
            call().setEmitterCostPicoUsd(9L),
            call()
                .setSpanId("b")
                .setEmitterCostPicoUsd(9L)
                .setEmitterInputCostPicoUsd(5L)
                .setEmitterOutputCostPicoUsd(4L));

    assertThat(row(story, "a").costParts()).isEqualTo(new CostParts(null, null, 30_000_000L));
    assertThat(row(story, "b").costParts()).isEqualTo(new CostParts(5L, 4L, 30_000_000L));
    assertThat(story.trace().costParts()).isEqualTo(new CostSums(5, 4, 60_000_000));
  }

  /** A price that an earlier version told stands, and nobody knows any more what it was made of. */
  @Test
  void costThatWasToldBeforePartsWere_hasNone() {
    SpanFact priced = derive(call()).pricedFacts().get(0);
    priced.getPrice().setInputPicoUsd(null);
    priced.getPrice().setOutputPicoUsd(null);
    priced.getPrice().setCacheSavedPicoUsd(null);

    SpanRow row = derive(SpanFact.newBuilder(priced)).spans().get(0);

    assertThat(row.costPicoUsd()).isEqualTo(180_000_000L);
    assertThat(row.costParts()).isEqualTo(CostParts.UNKNOWN);
  }

  private static SpanFact.Builder call() {
    return llm("a", "", 0, 1000, 100).setCacheReadTokens(400L);
  }

  @Test
  void tool_isCalledWhatTheModelCalledIt() {
    TraceStory story =
        derive(
            llm("ask", "", 0, 100, 10).setRequestedTools(asks("call_1", "terminal")),
            tool("run", "", 1, "TerminalAction", "call_1").setStatus(error()));

    assertThat(row(story, "run").toolName()).isEqualTo("terminal");
    assertThat(story.trace().tools()).containsExactly("terminal");
    assertThat(story.trace().toolCalls()).isEqualTo(1);
    assertThat(story.trace().toolErrors()).isEqualTo(1);
  }

  @Test
  void tool_askedTwiceUnderOneId_hasTheNameOfTheLatestRequestBeforeIt() {
    TraceStory story =
        derive(
            llm("ask1", "", 0, 1, 1).setRequestedTools(asks("call_0", "first")),
            tool("run1", "", 1, "", "call_0"),
            llm("ask2", "", 2, 1, 1).setRequestedTools(asks("call_0", "second")),
            tool("run2", "", 3, "", "call_0"));

    assertThat(row(story, "run1").toolName()).isEqualTo("first");
    assertThat(row(story, "run2").toolName()).isEqualTo("second");
  }

  @Test
  void tool_toldByNestedSpans_isOneCall() {
    TraceStory story =
        derive(
            tool("agent-side", "", 0, "search", "c1"),
            tool("server-side", "agent-side", 0, "search", "c1"));

    assertThat(story.trace().toolCalls()).isEqualTo(1);
    assertThat(row(story, "agent-side").countsAsToolCall()).isTrue();
    assertThat(row(story, "server-side").countsAsToolCall()).isFalse();
  }

  @Test
  void tool_calledAgainBesideItsNestedSpans_isAnotherCall() {
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.AGENT, 0),
            tool("first", "root", 1, "search", "c1"),
            span("client", "first", AgentSpanKind.SPAN, 1),
            tool("server", "client", 1, "search", "c1"),
            tool("other", "first", 1, "fetch", "c2"),
            tool("second", "root", 2, "search", "c1"),
            tool("anonymous", "second", 2, "search", ""));

    assertThat(story.spans().stream().filter(SpanRow::countsAsToolCall).map(SpanRow::spanId))
        .containsExactlyInAnyOrder("first", "other", "second", "anonymous");
  }

  @Test
  void tools_nestedAsDeepAsATraceIsLong_areCountedInLinearTime() {
    SpanFact.Builder[] spans = new SpanFact.Builder[50_000];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = tool("t" + i, i == 0 ? "" : "t" + (i - 1), i % 100, "search", "c" + i);
    }

    assertThat(derive(spans).trace().toolCalls()).isEqualTo(spans.length);
  }

  @Test
  void tags_ofATraceWhoseEverySpanBringsOthers_areCapped() {
    SpanFact.Builder[] spans = new SpanFact.Builder[2_000];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = span("s" + i, "", AgentSpanKind.SPAN, i).setTags(List.of(new Tag("tag" + i, "")));
    }

    assertThat(derive(spans).trace().tags()).hasSize(1_000).containsKey("tag0");
  }

  @Test
  void noise_hidesNothingOfTheStory() {
    TraceStory story =
        derive(
            noise("http.server", "", 0).setStatus(error()),
            noise("route", "http.server", 1),
            span("turn", "route", AgentSpanKind.AGENT, 2).setTurn(true).setSessionId("s1"),
            noise("sql", "turn", 3).setStatus(error()).setEndTimeUnixNano(0),
            llm("call", "sql", 4, 10, 1),
            noise("poll", "http.server", 900));

    TraceRow trace = story.trace();
    assertThat(trace.name()).isEqualTo("turn");
    assertThat(trace.status()).isEqualTo("UNSET");
    assertThat(trace.durationNanos()).isEqualTo(3 * Facts.SECOND);
    assertThat(trace.rootSeen()).isTrue();
    assertThat(trace.errorCount()).isZero();
    assertThat(trace.openSpans()).isZero();
    assertThat(trace.spanCount()).isEqualTo(6);
    assertThat(trace.noise()).isFalse();
    assertThat(trace.parts()).extracting(TracePart::sessionId).containsExactly("s1");
    assertThat(row(story, "call").sessionId()).isEqualTo("s1");
    assertThat(latencies(story)).hasSize(1);
  }

  @Test
  void traceOfNothingButNoise_isToldAndHasNoLatency() {
    TraceStory story = derive(noise("root", "", 0), noise("sql", "root", 1));

    assertThat(story.trace().noise()).isTrue();
    assertThat(story.trace().name()).isEqualTo("root");
    assertThat(story.trace().spanCount()).isEqualTo(2);
    assertThat(latencies(story)).isEmpty();
  }

  private static SpanFact.Builder noise(String spanId, String parentId, int second) {
    return span(spanId, parentId, AgentSpanKind.SPAN, second).setNoise(true);
  }

  private static List<MinuteCell> latencies(TraceStory story) {
    return story.cells().stream().filter(cell -> cell.getTable() == RollUpTable.LATENCY).toList();
  }

  @Test
  void model_isWhatWasAskedForElseTheAnswersWithoutItsSnapshot() {
    TraceStory story =
        derive(
            llm("answered", "", 0, 1, 1).setRequestModel("").setResponseModel("gpt-4o-2024-08-06"),
            llm("asked", "", 1, 1, 1).setRequestModel("gpt-4.1-2025-04-14"),
            llm("claude", "", 2, 1, 1)
                .setRequestModel("")
                .setResponseModel("claude-sonnet-4-5-20250929"));

    assertThat(story.trace().models())
        .containsExactly("claude-sonnet-4-5-20250929", "gpt-4.1-2025-04-14", "gpt-4o");
    assertThat(row(story, "answered").responseModel()).isEqualTo("gpt-4o-2024-08-06");
  }

  @Test
  void tool_toldByTwoInstrumentationsSideBySide_isOneCall() {
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.AGENT, 0),
            tool("sdk", "root", 1, "search", "c1").setScopeName("sdk"),
            tool("mcp", "root", 1, "search", "c1").setScopeName("mcp").setStatus(error()),
            tool("again", "root", 5, "search", "c1").setScopeName("mcp"));

    assertThat(story.trace().toolCalls()).isEqualTo(2);
    assertThat(story.trace().toolErrors()).isEqualTo(1);
  }

  @Test
  void tool_toldByTwoInstrumentationsInOneAnotherWithoutIds_isOneCall() {
    TraceStory story =
        derive(
            tool("outer", "", 0, "search", "").setScopeName("openinference"),
            span("http", "outer", AgentSpanKind.SPAN, 0),
            tool("inner", "http", 0, "search", "").setScopeName("traceloop"),
            tool("recursive", "outer", 0, "search", "").setScopeName("openinference"),
            tool("other", "outer", 0, "fetch", "").setScopeName("traceloop"));

    assertThat(story.trace().toolCalls()).isEqualTo(3);
    assertThat(row(story, "inner").countsAsToolCall()).isFalse();
  }

  @Test
  void tool_toldByThreeInstrumentationsInOneAnother_isOneCall() {
    TraceStory story =
        derive(
            tool("execute_tool", "", 0, "search", "c1").setScopeName("pydantic-ai"),
            tool("client", "execute_tool", 0, "search", "").setScopeName("fastmcp"),
            tool("sent", "client", 0, "search", "").setScopeName("mcp-python-sdk"));

    assertThat(story.trace().toolCalls()).isEqualTo(1);
  }

  @Test
  void tools_knownFromMessagesAlone_areCountedOnceEach() {
    List<ToolAnswer> results =
        List.of(new ToolAnswer("c1", "search", false), new ToolAnswer("c2", "fetch", true));
    TraceStory story =
        derive(
            llm("ask", "", 0, 10, 1).setRequestedTools(asks("c3", "never_run")),
            llm("failed", "", 1, 20, 2).setAnsweredTools(results).setStatus(error()),
            llm("tried", "", 2, 20, 2).setAnsweredTools(results),
            llm("title", "", 3, 20, 2).setAnsweredTools(results));

    TraceRow trace = story.trace();
    assertThat(trace.toolCalls()).isEqualTo(2);
    assertThat(trace.toolErrors()).isEqualTo(1);
    assertThat(trace.tools()).containsExactly("fetch", "search");
    assertThat(story.cells())
        .filteredOn(cell -> cell.getTable() == RollUpTable.TOOLS)
        .extracting(cell -> cell.getDimensions().get(4), MinuteCell::getSums)
        .containsExactlyInAnyOrder(
            tuple("search", List.of(1L, 0L)), tuple("fetch", List.of(1L, 1L)));
  }

  @Test
  void tools_knownFromMessages_areNotCountedBesideSpansOfTools() {
    TraceStory story =
        derive(
            tool("run", "", 0, "search", ""),
            llm("told", "", 1, 20, 2)
                .setAnsweredTools(List.of(new ToolAnswer("c1", "search", false))));

    assertThat(story.trace().toolCalls()).isEqualTo(1);
  }

  @Test
  void tool_whoseFailureASpanInsideTells_hasFailed() {
    TraceStory story =
        derive(
            tool("call", "", 0, "Bash", "c1"),
            tool("execution", "call", 0, "Bash", "c1").setToolCounts(false).setStatus(error()),
            tool("other", "", 2, "Bash", "c2"),
            tool("unrelated", "other", 2, "Bash", "c3").setToolCounts(false).setStatus(error()));

    assertThat(story.trace().toolCalls()).isEqualTo(2);
    assertThat(story.trace().toolErrors()).isEqualTo(1);
    assertThat(row(story, "call").status()).isEqualTo(error());
    assertThat(row(story, "other").status()).isEqualTo("UNSET");
  }

  @Test
  void session_isOwnThenNearestAncestorsThenTheOnlyOneBelow() {
    TraceStory story =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            span("one", "root", AgentSpanKind.AGENT, 1),
            span("oneCall", "one", AgentSpanKind.LLM, 2).setSessionId("s1"),
            span("two", "root", AgentSpanKind.AGENT, 3).setSessionId("s2"),
            span("twoCall", "two", AgentSpanKind.LLM, 4));

    assertThat(row(story, "one").sessionId()).isEqualTo("s1");
    assertThat(row(story, "twoCall").sessionId()).isEqualTo("s2");
    assertThat(row(story, "root").sessionId()).isEmpty();
    assertThat(story.trace().sessionId()).isEmpty();
    assertThat(story.trace().sessions()).containsExactly("s1", "s2");
    assertThat(story.trace().parts())
        .extracting(TracePart::sessionId)
        .containsExactly("", "s1", "s2");
  }

  @Test
  void session_ofASibling_isTheOnlyOneInTheTrace() {
    TraceStory story =
        derive(
            span("a", "gone", AgentSpanKind.LLM, 0).setSessionId("s1"),
            span("b", "gone", AgentSpanKind.TOOL, 1));

    assertThat(row(story, "b").sessionId()).isEqualTo("s1");
    assertThat(story.trace().rootSeen()).isFalse();
  }

  @Test
  void turns_areTheMarkedSpansElseTheTrace() {
    TraceStory marked =
        derive(
            span("root", "", AgentSpanKind.CHAIN, 0),
            span("t1", "root", AgentSpanKind.CHAIN, 1).setTurn(true),
            span("t2", "root", AgentSpanKind.CHAIN, 2).setTurn(true));
    TraceStory plain = derive(llm("call", "", 0, 1, 1));
    TraceStory noAgent = derive(span("http", "", AgentSpanKind.SPAN, 0));

    assertThat(marked.trace().turns()).isEqualTo(2);
    assertThat(plain.trace().turns()).isEqualTo(1);
    assertThat(noAgent.trace().turns()).isZero();
  }

  @Test
  void turnInsideATurn_isASubAgents() {
    TraceStory story =
        derive(
            span("prompt", "", AgentSpanKind.AGENT, 0).setTurn(true),
            tool("task", "prompt", 1, "task", "c1"),
            span("prompt of the sub-agent", "task", AgentSpanKind.AGENT, 2).setTurn(true),
            span("next prompt", "", AgentSpanKind.AGENT, 5).setTurn(true));

    assertThat(story.trace().turns()).isEqualTo(2);
  }

  @Test
  void traceThatNoUserBegan_isNoTurn_unlessASpanOfItIsOne() {
    TraceStory background =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0).setNotTurn(true),
            llm("call", "agent", 1, 1, 1));
    TraceStory joined =
        derive(
            span("agent", "", AgentSpanKind.AGENT, 0).setNotTurn(true),
            span("turn", "", AgentSpanKind.AGENT, 1).setTurn(true));

    assertThat(background.trace().turns()).isZero();
    assertThat(joined.trace().turns()).isEqualTo(1);
  }

  @Test
  void resultToldTwice_isOneCall_whichFailedIfOneSaysSo() {
    TraceStory story =
        derive(
            llm("framework", "", 1, 20, 2)
                .setAnsweredTools(List.of(new ToolAnswer("c1", "search", true))),
            llm("client", "", 2, 20, 2)
                .setAnsweredTools(List.of(new ToolAnswer("c1", "search", false))));

    assertThat(story.trace().toolCalls()).isEqualTo(1);
    assertThat(story.trace().toolErrors()).isEqualTo(1);
  }

  @Test
  void resultWithoutAnIdToldByNestedSpans_isOneCall() {
    List<ToolAnswer> answers =
        List.of(new ToolAnswer("", "a", false), new ToolAnswer("", "a", false));
    TraceStory story =
        derive(
            llm("outer", "", 1, 20, 2).setAnsweredTools(answers),
            llm("inner", "outer", 1, 20, 2).setAnsweredTools(answers));

    assertThat(story.trace().toolCalls()).isEqualTo(2);
  }

  @Test
  void clock_thatIsImplausible_isKeptAsideAndTheReceivedTimeUsed() {
    long nineteenSeventy = TimeUnit.DAYS.toNanos(3);
    TraceStory story =
        derive(
            span("old", "", AgentSpanKind.SPAN, 0)
                .setStartTimeUnixNano(nineteenSeventy)
                .setEndTimeUnixNano(nineteenSeventy + 7));

    SpanRow row = row(story, "old");
    assertThat(row.reportedStartTimeUnixNano()).isEqualTo(nineteenSeventy);
    assertThat(row.startTimeUnixNano()).isEqualTo(T0 + 5 * Facts.SECOND);
    assertThat(row.durationNanos()).isEqualTo(7);
  }

  @Test
  void clock_ofHostileNumbers_neverOverflows() {
    for (long hostile : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      TraceStory story =
          derive(
              span("x", "", AgentSpanKind.SPAN, 0)
                  .setStartTimeUnixNano(hostile)
                  .setEndTimeUnixNano(Long.MAX_VALUE));

      assertThat(row(story, "x").startTimeUnixNano()).isEqualTo(T0 + 5 * Facts.SECOND);
      assertThat(row(story, "x").durationNanos()).isNotNegative();
    }
  }

  @Test
  void parents_inACycle_areCutAtTheLeastId() {
    TraceStory story =
        derive(
            llm("c", "b", 0, 1, 1),
            span("b", "a", AgentSpanKind.CHAIN, 0),
            span("a", "c", AgentSpanKind.CHAIN, 0),
            span("self", "self", AgentSpanKind.CHAIN, 1));

    assertThat(story.spans()).hasSize(4);
    assertThat(story.trace().inputTokens()).isEqualTo(1);
    assertThat(story.trace().name()).isEqualTo("a");
  }

  @Test
  void openSpans_areCountedAndStayOutOfTheHistograms() {
    TraceStory story = derive(llm("call", "", 0, 1, 1).setEndTimeUnixNano(0));

    assertThat(story.trace().openSpans()).isEqualTo(1);
    MinuteCell usage = cell(story, RollUpTable.USAGE);
    assertThat(usage.getSums().get(0)).isEqualTo(1);
    assertThat(usage.getHistograms().get(0).getIndexes()).isEmpty();
  }

  @Test
  void minutes_sumToTheTrace() {
    TraceStory story =
        derive(
            llm("a", "", 0, 100, 10),
            llm("b", "", 70, 200, 20),
            llm("c", "", 71, 0, 0).setInputTokens(null).setOutputTokens(null).setStatus(error()));

    List<MinuteCell> usage =
        story.cells().stream().filter(cell -> cell.getTable() == RollUpTable.USAGE).toList();
    assertThat(usage).hasSize(2);
    assertThat(usage.stream().mapToLong(cell -> cell.getSums().get(2)).sum())
        .isEqualTo(story.trace().inputTokens());
    assertThat(usage.stream().mapToLong(cell -> cell.getSums().get(0)).sum()).isEqualTo(3);
    assertThat(usage.stream().mapToLong(cell -> cell.getSums().get(1)).sum()).isEqualTo(1);
    assertThat(story.trace().llmErrors()).isEqualTo(1);
  }

  private static TraceStory derive(SpanFact.Builder... spans) {
    return derive(DERIVER, spans);
  }

  private static TraceStory derive(TraceDeriver deriver, SpanFact.Builder... spans) {
    List<SpanFact> facts = Arrays.stream(spans).map(SpanFact.Builder::build).toList();
    return deriver.derive(new TraceInput(1, "w", Facts.TRACE, facts, "", ""));
  }

  private static List<String> owners(TraceStory story) {
    return story.spans().stream().filter(SpanRow::ownsUsage).map(SpanRow::spanId).toList();
  }

  private static SpanRow row(TraceStory story, String spanId) {
    return story.spans().stream()
        .filter(row -> row.spanId().equals(spanId))
        .findFirst()
        .orElseThrow();
  }

  private static MinuteCell cell(TraceStory story, RollUpTable table) {
    return story.cells().stream()
        .filter(cell -> cell.getTable() == table)
        .findFirst()
        .orElseThrow();
  }
}
