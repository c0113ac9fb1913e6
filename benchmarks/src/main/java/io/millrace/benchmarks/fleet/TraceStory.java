// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import com.google.protobuf.ByteString;
import io.millrace.benchmarks.dialect.AgentRun;
import io.millrace.benchmarks.dialect.Content;
import io.millrace.benchmarks.dialect.ModelCall;
import io.millrace.benchmarks.dialect.SpanHead;
import io.millrace.benchmarks.dialect.TokenCounts;
import io.millrace.benchmarks.dialect.ToolCall;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One trace: an agent that answers a user in some steps, each a model call and perhaps a tool or
 * another agent. What happens is drawn here, how it is told is the dialect's.
 */
final class TraceStory {
  private static final List<String> TOOLS =
      List.of("search_docs", "run_query", "terminal", "get_weather", "send_mail");

  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_STEPS = 4;

  /** One of so many fails. */
  private static final int FAILING_CALL = 20;

  private static final int FAILING_TOOL = 10;
  private static final int DELEGATING_STEP = 8;

  private final SplittableRandom random;
  private final Prose prose;
  private final FleetPlan plan;
  private final FleetService service;
  private final TraceLedger ledger;
  private final ByteString traceId;
  private final List<FleetSpan> spans = new ArrayList<>();

  TraceStory(SplittableRandom random, FleetPlan plan, FleetService service, TraceLedger ledger) {
    this.random = random;
    this.prose = new Prose(random.split());
    this.plan = plan;
    this.service = service;
    this.ledger = ledger;
    this.traceId = id(16);
  }

  /** The spans, children before their parents. */
  List<FleetSpan> tell(String sessionId, String userId, long startUnixNano) {
    AgentRun root = new AgentRun(service.agents().get(0), sessionId, userId, true);
    boolean failed = random.nextInt(FAILING_CALL) == 0;
    ByteString rootId = id(8);
    long end = runAgent(root, rootId, ByteString.EMPTY, startUnixNano, failed);
    ledger.trace(startUnixNano, end - startUnixNano, failed);
    return spans;
  }

  /** Answers when it ended. */
  private long runAgent(
      AgentRun run, ByteString spanId, ByteString parentId, long startUnixNano, boolean failed) {
    long at = startUnixNano + random.nextLong(SECOND / 10);
    TokenCounts counted = TokenCounts.NONE;
    int steps = 1 + random.nextInt(MAX_STEPS);
    for (int step = 0; step < steps; step++) {
      long took = SECOND / 5 + random.nextLong(2 * SECOND);
      counted = counted.plus(callModel(run, spanId, at, took));
      at += took;
      if (run.root() && random.nextInt(DELEGATING_STEP) == 0) {
        at = runAgent(delegate(run), id(8), spanId, at, false);
      } else if (random.nextBoolean()) {
        long toolTook = 1 + random.nextLong(SECOND);
        callTool(run, spanId, at, toolTook);
        at += toolTook;
      }
    }
    SpanHead head =
        new SpanHead(traceId, spanId, parentId, startUnixNano, at - startUnixNano, failed);
    TokenCounts total = counted;
    add(run, head, content -> service.dialect().agent(head, run, total, content));
    return at;
  }

  private AgentRun delegate(AgentRun run) {
    List<String> others = service.agents().subList(1, service.agents().size());
    return new AgentRun(
        others.get(random.nextInt(others.size())), run.sessionId(), run.userId(), false);
  }

  private TokenCounts callModel(AgentRun run, ByteString parentId, long at, long took) {
    FleetModel model = FleetModel.ALL.get(random.nextInt(FleetModel.ALL.size()));
    boolean failed = random.nextInt(FAILING_CALL) == 0;
    TokenCounts tokens = failed ? TokenCounts.NONE : drawTokens(model);
    long emitterMicroUsd = failed || random.nextBoolean() ? -1 : random.nextLong(50_000);
    ModelCall call =
        new ModelCall(
            model.provider(), model.name(), tokens, "resp-" + random.nextLong(), emitterMicroUsd);
    SpanHead head = new SpanHead(traceId, id(8), parentId, at, took, failed);
    add(run, head, content -> service.dialect().modelCall(head, run, call, content));
    ledger.call(run, model, call, head);
    return tokens;
  }

  private TokenCounts drawTokens(FleetModel model) {
    long cacheRead = random.nextInt(3) == 0 ? random.nextLong(20_000) : 0;
    long cacheWrite = model.cacheWrite() > 0 && random.nextInt(3) == 0 ? random.nextLong(5_000) : 0;
    long reasoning = model.reasons() ? random.nextLong(1_000) : 0;
    long input = cacheRead + cacheWrite + 1 + random.nextLong(8_000);
    long output = reasoning + 1 + random.nextLong(1_500);
    return new TokenCounts(input, output, cacheRead, cacheWrite, reasoning);
  }

  private void callTool(AgentRun run, ByteString parentId, long at, long took) {
    String tool = TOOLS.get(random.nextInt(TOOLS.size()));
    boolean failed = random.nextInt(FAILING_TOOL) == 0;
    ToolCall call = new ToolCall(tool, "call-" + random.nextLong());
    SpanHead head = new SpanHead(traceId, id(8), parentId, at, took, failed);
    add(run, head, content -> service.dialect().toolCall(head, run, call, content));
    ledger.toolCall(run, tool, head);
  }

  private void add(AgentRun run, SpanHead head, Function<Content, Span.Builder> teller) {
    Span span = teller.apply(content(teller)).build();
    FleetSpan made = new FleetSpan(service, span, span.getSerializedSize());
    spans.add(made);
    ledger.span(run, head, made.bytes());
  }

  /** As much as the plan wants, a third of it the answer. */
  private Content content(Function<Content, Span.Builder> teller) {
    int chars = 30 + random.nextInt(60);
    if (plan.spanBytes() > 0) {
      int bare = teller.apply(Content.NONE).build().getSerializedSize();
      chars = Math.max(2, plan.spanBytes() - bare);
    }
    return new Content(prose.text(chars - chars / 3), prose.text(chars / 3));
  }

  private ByteString id(int bytes) {
    ByteBuffer id = ByteBuffer.allocate(bytes);
    while (id.hasRemaining()) {
      id.putLong(random.nextLong() | 1);
    }
    return ByteString.copyFrom(id.flip());
  }
}
