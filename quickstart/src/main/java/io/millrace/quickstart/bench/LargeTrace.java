// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import com.google.protobuf.ByteString;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.Sql;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** One trace that grows large and then goes on, and how long other traces wait meanwhile. */
final class LargeTrace {
  private static final long TRACE_ID = 7;
  private static final int SPANS_PER_REQUEST = 20;

  /** Of the trace when it is large. */
  private static final long GOES_ON_SPANS_PER_SECOND = 100;

  private static final long SPAN_EVERY_NANOS = 1_000_000;
  private static final int CALL_EVERY = 10;
  private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
  private static final Duration POLL_EVERY = Duration.ofMillis(200);

  private final URI bridge;
  private final Sql sql;
  private final BenchPlan plan;
  private final String workspace;
  private final long startNanos =
      TimeUnit.SECONDS.toNanos(Instant.now().minus(Duration.ofHours(1)).getEpochSecond());

  LargeTrace(URI bridge, Sql sql, BenchPlan plan, String workspace) {
    this.bridge = bridge;
    this.sql = sql;
    this.plan = plan;
    this.workspace = workspace;
  }

  BenchResult.BesideLargeTrace measure() throws IOException, InterruptedException {
    Duration phase = plan.probeEvery().multipliedBy(plan.probes());
    long grown = plan.largeTraceSpans();
    long perSecond = Math.max(1, grown * 1_000 / phase.toMillis());
    BenchResult.Freshness grows = beside("grows", 0, grown, perSecond);
    long more = GOES_ON_SPANS_PER_SECOND * phase.toSeconds();
    BenchResult.Freshness goesOn = beside("goes-on", grown, grown + more, GOES_ON_SPANS_PER_SECOND);
    awaitWhole(grown + more);
    return new BenchResult.BesideLargeTrace(grown + more, grows, goesOn);
  }

  private BenchResult.Freshness beside(String phase, long from, long to, long spansPerSecond)
      throws IOException, InterruptedException {
    FleetSender sender =
        new FleetSender(
            bridge,
            workspace,
            new FleetSender.Options(1, spansPerSecond, FleetSender.Options.DEFAULT.patience()));
    FutureTask<Void> sending =
        FreshnessProbes.inBackground(
            "large-trace",
            () -> {
              sender.send(
                  LongStream.iterate(from, n -> n < to, n -> n + SPANS_PER_REQUEST)
                      .mapToObj(n -> request(n, Math.min(to, n + SPANS_PER_REQUEST)))
                      .iterator());
              return null;
            });
    BenchResult.Freshness freshness =
        new FreshnessProbes(bridge, sql, plan, workspace + "-" + phase).measure();
    FreshnessProbes.join(sending);
    return freshness;
  }

  private void awaitWhole(long spans) throws IOException, InterruptedException {
    long giveUpNanos = System.nanoTime() + WHOLE_WITHIN.toNanos();
    while (true) {
      List<Map<String, Object>> seen =
          sql.query(
              "SELECT toString(span_count) AS spans FROM traces WHERE workspace ="
                  + " {workspace:String}",
              Map.of("workspace", workspace));
      if (seen.equals(List.of(Map.of("spans", Long.toString(spans))))) {
        return;
      }
      if (System.nanoTime() - giveUpNanos > 0) {
        throw new IOException("of a trace of %d spans are visible: %s".formatted(spans, seen));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY.toMillis());
    }
  }

  private FleetRequest request(long from, long to) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    LongStream.range(from, to).forEach(n -> scope.addSpans(span(n)));
    byte[] body =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
            .build()
            .toByteArray();
    return new FleetRequest(body, Math.toIntExact(to - from));
  }

  /** The first is the parent of all; each tenth is a model call, the others are tools. */
  private Span span(long n) {
    long start = startNanos + n * SPAN_EVERY_NANOS;
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16, TRACE_ID))
            .setSpanId(id(8, n + 1))
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + SPAN_EVERY_NANOS);
    if (n > 0) {
      span.setParentSpanId(id(8, 1));
    }
    if (n % CALL_EVERY == 1) {
      return span.setName("chat")
          .addAttributes(text("gen_ai.operation.name", "chat"))
          .addAttributes(text("gen_ai.provider.name", "openai"))
          .addAttributes(text("gen_ai.request.model", "gpt-4o-mini"))
          .addAttributes(text("gen_ai.response.id", "r" + n))
          .addAttributes(number("gen_ai.usage.input_tokens", 100))
          .addAttributes(number("gen_ai.usage.output_tokens", 10))
          .build();
    }
    return span.setName("execute_tool")
        .addAttributes(text("gen_ai.operation.name", "execute_tool"))
        .addAttributes(text("gen_ai.tool.name", "t" + n % 7))
        .build();
  }

  private static ByteString id(int bytes, long number) {
    ByteBuffer id = ByteBuffer.allocate(bytes);
    while (id.hasRemaining()) {
      id.putLong(number | 1L << 62);
    }
    return ByteString.copyFrom(id.flip());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }
}
