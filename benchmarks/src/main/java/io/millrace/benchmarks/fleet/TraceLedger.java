// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import static io.millrace.benchmarks.truth.Breakdown.AGENT;
import static io.millrace.benchmarks.truth.Breakdown.DIALECT;
import static io.millrace.benchmarks.truth.Breakdown.MINUTE;
import static io.millrace.benchmarks.truth.Breakdown.MODEL;
import static io.millrace.benchmarks.truth.Breakdown.PROVIDER;
import static io.millrace.benchmarks.truth.Breakdown.SERVICE;
import static io.millrace.benchmarks.truth.Breakdown.SESSION;
import static io.millrace.benchmarks.truth.Breakdown.TOOL;
import static io.millrace.benchmarks.truth.Breakdown.USER;

import io.millrace.benchmarks.dialect.AgentRun;
import io.millrace.benchmarks.dialect.ModelCall;
import io.millrace.benchmarks.dialect.SpanHead;
import io.millrace.benchmarks.dialect.TokenCounts;
import io.millrace.benchmarks.truth.Breakdown;
import io.millrace.benchmarks.truth.FleetTruth;
import io.millrace.benchmarks.truth.Measure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/** Adds up what is true of one trace, as its story is told. */
final class TraceLedger {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final FleetTruth truth;
  private final FleetPlan plan;
  private final boolean dialectTellsCost;
  private final Map<Breakdown, String> whose = new EnumMap<>(Breakdown.class);

  TraceLedger(
      FleetTruth truth, FleetPlan plan, FleetService service, String sessionId, String userId) {
    this.truth = truth;
    this.plan = plan;
    this.dialectTellsCost = service.dialect().tellsCost();
    whose.put(SERVICE, service.name());
    whose.put(DIALECT, service.dialect().name());
    whose.put(SESSION, sessionId);
    whose.put(USER, userId);
  }

  void trace(long startUnixNano, long durationNanos, boolean failed) {
    Map<Breakdown, String> where = at(startUnixNano);
    truth.add(where, Measure.TRACES, 1);
    truth.add(where, Measure.TURNS, 1);
    truth.add(where, Measure.ERROR_TRACES, failed ? 1 : 0);
    truth.add(where, Measure.TRACE_DURATION_NANOS, durationNanos);
  }

  void span(AgentRun run, SpanHead head, int bytes) {
    Map<Breakdown, String> where = new EnumMap<>(whose);
    where.put(AGENT, run.agent());
    truth.add(where, Measure.SPANS, 1);
    truth.add(where, Measure.ERROR_SPANS, head.failed() ? 1 : 0);
    truth.add(where, Measure.SPAN_DURATION_NANOS, head.durationNanos());
    truth.add(Map.of(), Measure.SPAN_BYTES, bytes);
    truth.add(Map.of(), Measure.SPAN_IDS, spanIds(head));
  }

  void call(AgentRun run, FleetModel model, ModelCall call, SpanHead head) {
    Map<Breakdown, String> where = at(head.startUnixNano());
    where.put(AGENT, run.agent());
    where.put(PROVIDER, model.provider());
    where.put(MODEL, model.name());
    truth.add(where, Measure.CALLS, 1);
    truth.add(where, head.failed() ? Measure.LLM_ERRORS : Measure.LLM_CALLS, 1);
    if (!head.failed()) {
      tokens(where, call.tokens());
      money(where, model, call);
    }
  }

  void toolCall(AgentRun run, String tool, SpanHead head) {
    Map<Breakdown, String> where = at(head.startUnixNano());
    where.put(AGENT, run.agent());
    where.put(TOOL, tool);
    truth.add(where, Measure.TOOL_CALLS, 1);
    truth.add(where, Measure.TOOL_ERRORS, head.failed() ? 1 : 0);
  }

  private void tokens(Map<Breakdown, String> where, TokenCounts tokens) {
    truth.add(where, Measure.INPUT_TOKENS, tokens.input());
    truth.add(where, Measure.OUTPUT_TOKENS, tokens.output());
    truth.add(where, Measure.CACHE_READ_TOKENS, tokens.cacheRead());
    truth.add(where, Measure.CACHE_WRITE_TOKENS, tokens.cacheWrite());
    truth.add(where, Measure.REASONING_TOKENS, tokens.reasoning());
  }

  private void money(Map<Breakdown, String> where, FleetModel model, ModelCall call) {
    boolean told = call.tellsCost() && dialectTellsCost;
    long computed = model.priced() ? model.costPicoUsd(call.tokens()) : 0;
    long emitter = told ? call.emitterMicroUsd() * 1_000_000 : 0;
    truth.add(where, Measure.COMPUTED_COST_USD, computed);
    truth.add(where, Measure.EMITTER_COST_USD, emitter);
    boolean emitterGoesFirst = told && (plan.emitterCostFirst() || !model.priced());
    truth.add(where, Measure.COST_USD, emitterGoesFirst ? emitter : computed);
    truth.add(where, Measure.UNPRICED_CALLS, model.priced() || told ? 0 : 1);
  }

  private Map<Breakdown, String> at(long unixNano) {
    Map<Breakdown, String> where = new EnumMap<>(whose);
    where.put(MINUTE, Long.toString(Math.floorDiv(unixNano, MINUTE_NANOS) * 60));
    return where;
  }

  /** As ClickHouse computes it: both read as little-endian, the product modulo 2^64. */
  private static long spanIds(SpanHead head) {
    return littleEndian(head.spanId().asReadOnlyByteBuffer())
        * littleEndian(head.traceId().asReadOnlyByteBuffer());
  }

  private static long littleEndian(ByteBuffer bytes) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
  }
}
