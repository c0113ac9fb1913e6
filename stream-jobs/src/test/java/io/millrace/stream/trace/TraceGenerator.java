// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random traces, with everything that real ones have: nesting, retries, open versions, lost
 * parents, two sessions.
 */
public final class TraceGenerator {
  private static final AgentSpanKind[] KINDS = {
    AgentSpanKind.LLM,
    AgentSpanKind.LLM,
    AgentSpanKind.TOOL,
    AgentSpanKind.AGENT,
    AgentSpanKind.CHAIN,
    AgentSpanKind.SPAN
  };

  private final Random random;

  /** Equal seeds give equal traces. */
  public TraceGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** Every span once or, where it has an earlier open version, twice. */
  public List<SpanArrival> arrivals(int spanCount) {
    List<SpanArrival> arrivals = new ArrayList<>();
    for (int i = 0; i < spanCount; i++) {
      SpanFact fact = fact(i);
      arrivals.add(arrival(fact));
      if (random.nextInt(5) == 0) {
        arrivals.add(arrival(openVersion(fact)));
      }
    }
    return arrivals;
  }

  private SpanFact fact(int index) {
    String parent = index == 0 || random.nextInt(12) == 0 ? "" : id(random.nextInt(index + 3));
    AgentSpanKind kind = KINDS[random.nextInt(KINDS.length)];
    int second = random.nextInt(200);
    SpanFact.Builder span = Facts.span(id(index), parent, kind, second).setRank(1_000 + index);
    if (kind == AgentSpanKind.LLM) {
      asModelCall(span);
    } else if (kind == AgentSpanKind.TOOL) {
      span.setToolName("tool" + random.nextInt(3))
          .setToolCallId(oneOf("", "c1", "c2"))
          .setToolCounts(true);
    } else if (random.nextInt(6) == 0) {
      span.setInputTokens((long) random.nextInt(1000)).setOutputTokens((long) random.nextInt(100));
    }
    return span.setSessionId(oneOf("", "", "s1", "s2"))
        .setUserId(oneOf("", "", "u1"))
        .setAgentName(oneOf("", "", "a1", "a2"))
        .setTurn(random.nextInt(10) == 0)
        .setStatus(random.nextInt(8) == 0 ? Facts.error() : "UNSET")
        .setExperimentExplicit(random.nextInt(4) == 0)
        .setExperimentId(oneOf("0", "7"))
        .build();
  }

  private void asModelCall(SpanFact.Builder span) {
    span.setProvider("openai")
        .setRequestModel(oneOf("gpt-4o-mini", "nobody-knows-1"))
        .setResponseId(oneOf("", "", "r1", "r2"))
        .setRequestedTools(Facts.asks(oneOf("c1", "c2"), oneOf("search", "terminal")));
    if (random.nextInt(4) != 0) {
      span.setInputTokens((long) random.nextInt(5000))
          .setOutputTokens((long) random.nextInt(500))
          .setCacheReadTokens(random.nextBoolean() ? Long.valueOf(random.nextInt(3) * 700L) : null);
    }
    if (random.nextInt(3) == 0) {
      long input = random.nextInt(1_000_000_000);
      long output = random.nextInt(1_000_000_000);
      span.setEmitterCostPicoUsd(input + output);
      if (random.nextBoolean()) {
        span.setEmitterInputCostPicoUsd(input).setEmitterOutputCostPicoUsd(output);
      }
    }
  }

  private SpanFact openVersion(SpanFact fact) {
    SpanFact open = SpanFact.newBuilder(fact).build();
    open.setEndTimeUnixNano(0);
    open.setRank(1);
    open.setReceivedTimeUnixNano(fact.getReceivedTimeUnixNano() - Facts.SECOND);
    open.setExperimentTimeUnixNano(open.getReceivedTimeUnixNano());
    open.setExperimentExplicit(random.nextInt(4) == 0);
    open.setExperimentId(oneOf("0", "7", "8"));
    open.setInputTokens(null);
    open.setOutputTokens(null);
    return open;
  }

  private SpanArrival arrival(SpanFact fact) {
    return Arrivals.of(fact)
        .setPreviewRank(1 + random.nextInt(2))
        .setRequestPreview(oneOf("", "question " + fact.getSpanId()))
        .setResponsePreview(oneOf("", "answer " + fact.getSpanId()))
        .build();
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String id(int index) {
    return String.format("%016x", index + 1);
  }
}
