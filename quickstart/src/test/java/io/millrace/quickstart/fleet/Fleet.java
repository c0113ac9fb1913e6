// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A fleet of agents that speak OTel's GenAI conventions, generated from a seed together with its
 * truth. A trace's spans are spread over many requests, children may come before their parents, and
 * some requests are sent twice.
 */
public final class Fleet {
  private static final int SPANS_PER_REQUEST = 100;
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final String[] TOOLS = {"get_weather", "search_docs", "terminal"};

  /**
   * Pico-dollars a token of gpt-4o-mini at list price: 0.15, 0.075 cached, 0.60 USD per million.
   */
  private static final long FRESH_PICO_USD = 150_000;

  private static final long CACHED_PICO_USD = 75_000;
  private static final long OUTPUT_PICO_USD = 600_000;

  private final Random random;
  private final long startUnixNano;
  private final FleetTruth truth = new FleetTruth();
  private final List<Span> spans = new ArrayList<>();

  /**
   * Generates at least so many spans.
   *
   * @param startUnixNano the first trace's start; the others follow within the half hour after it
   */
  public Fleet(long seed, int spanCount, long startUnixNano) {
    this.random = new Random(seed);
    this.startUnixNano = startUnixNano;
    while (spans.size() < spanCount) {
      addTrace();
    }
    truth.spans = spans.size();
  }

  public FleetTruth truth() {
    return truth;
  }

  /** The export requests, in disorder; every twentieth is there twice. */
  public List<byte[]> requests() {
    // near neighbours change places: a trace's spans are spread, but not over the whole run
    for (int from = 0; from < spans.size(); from += 4 * SPANS_PER_REQUEST) {
      int to = Math.min(spans.size(), from + 8 * SPANS_PER_REQUEST);
      Collections.shuffle(spans.subList(from, to), random);
    }
    List<byte[]> requests = new ArrayList<>();
    for (int from = 0; from < spans.size(); from += SPANS_PER_REQUEST) {
      byte[] request =
          request(spans.subList(from, Math.min(spans.size(), from + SPANS_PER_REQUEST)));
      requests.add(request);
      if (random.nextInt(20) == 0) {
        requests.add(request);
      }
    }
    return requests;
  }

  private void addTrace() {
    truth.traces++;
    ByteString traceId = id(16);
    ByteString rootId = id(8);
    String user = "user-" + random.nextInt(50);
    String session = "session-" + user + "-" + random.nextInt(10);
    truth.users.add(user);
    truth.sessions.add(session);
    long start = startUnixNano + (long) (random.nextDouble() * 30 * MINUTE);
    int steps = 1 + random.nextInt(4);
    for (int step = 0; step < steps; step++) {
      long at = start + 2L * step * SECOND;
      addCall(traceId, rootId, at);
      if (random.nextBoolean()) {
        addToolCall(traceId, rootId, at + SECOND);
      }
    }
    spans.add(
        span(
                traceId,
                rootId,
                ByteString.EMPTY,
                "invoke_agent travel_agent",
                start,
                2L * steps * SECOND)
            .addAttributes(text("gen_ai.operation.name", "invoke_agent"))
            .addAttributes(text("gen_ai.agent.name", "travel_agent"))
            .addAttributes(text("gen_ai.conversation.id", session))
            .addAttributes(text("user.id", user))
            .build());
  }

  private void addCall(ByteString traceId, ByteString parentId, long at) {
    Span.Builder call =
        span(traceId, id(8), parentId, "chat gpt-4o-mini", at, SECOND)
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(text("gen_ai.operation.name", "chat"))
            .addAttributes(text("gen_ai.provider.name", "openai"))
            .addAttributes(text("gen_ai.request.model", "gpt-4o-mini"));
    if (random.nextInt(20) == 0) {
      truth.llmErrors++;
      spans.add(call.setStatus(Status.newBuilder().setCodeValue(2)).build());
      return;
    }
    long cached = random.nextInt(1_000);
    long input = cached + random.nextInt(5_000);
    long output = random.nextInt(800);
    truth.llmCalls++;
    truth.inputTokens += input;
    truth.outputTokens += output;
    truth.cacheReadTokens += cached;
    truth.costPicoUsd +=
        (input - cached) * FRESH_PICO_USD + cached * CACHED_PICO_USD + output * OUTPUT_PICO_USD;
    truth.inputTokensByMinute.merge(at / MINUTE * 60, input, Long::sum);
    spans.add(
        call.addAttributes(number("gen_ai.usage.input_tokens", input))
            .addAttributes(number("gen_ai.usage.output_tokens", output))
            .addAttributes(number("gen_ai.usage.cache_read.input_tokens", cached))
            .build());
  }

  private void addToolCall(ByteString traceId, ByteString parentId, long at) {
    String tool = TOOLS[random.nextInt(TOOLS.length)];
    truth.toolCalls.merge(tool, 1L, Long::sum);
    Span.Builder call =
        span(traceId, id(8), parentId, "execute_tool " + tool, at, SECOND / 2)
            .addAttributes(text("gen_ai.operation.name", "execute_tool"))
            .addAttributes(text("gen_ai.tool.name", tool));
    if (random.nextInt(10) == 0) {
      truth.toolErrors++;
      call.setStatus(Status.newBuilder().setCodeValue(2));
    }
    spans.add(call.build());
  }

  private static Span.Builder span(
      ByteString traceId,
      ByteString spanId,
      ByteString parentId,
      String name,
      long start,
      long nanos) {
    return Span.newBuilder()
        .setTraceId(traceId)
        .setSpanId(spanId)
        .setParentSpanId(parentId)
        .setName(name)
        .setStartTimeUnixNano(start)
        .setEndTimeUnixNano(start + nanos);
  }

  private static byte[] request(List<Span> spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(text("service.name", "fleet")))
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(
                            InstrumentationScope.newBuilder().setName("fleet").setVersion("1"))
                        .addAllSpans(spans)))
        .build()
        .toByteArray();
  }

  private ByteString id(int bytes) {
    ByteBuffer id = ByteBuffer.allocate(bytes);
    while (id.hasRemaining()) {
      id.putLong(random.nextLong() | 1);
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
