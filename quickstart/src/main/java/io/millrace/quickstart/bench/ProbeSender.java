// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import com.google.protobuf.ByteString;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.load.FleetSender;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Sends traces of one span, whose name is the number of the probe. */
final class ProbeSender {
  private static final long DURATION_NANOS = 1_000_000;

  private final FleetSender sender;
  private final SplittableRandom ids = new SplittableRandom();

  ProbeSender(URI bridge, String workspace) {
    FleetSender.Options one = new FleetSender.Options(1, 0, FleetSender.Options.DEFAULT.patience());
    this.sender = new FleetSender(bridge, workspace, one);
  }

  void send(int probe) throws IOException, InterruptedException {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    Span span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setName(Integer.toString(probe))
            .setStartTimeUnixNano(now - DURATION_NANOS)
            .setEndTimeUnixNano(now)
            .build();
    byte[] body =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
            .build()
            .toByteArray();
    sender.send(List.of(new FleetRequest(body, 1)).iterator());
  }

  private ByteString id(int bytes) {
    ByteBuffer id = ByteBuffer.allocate(bytes);
    while (id.hasRemaining()) {
      id.putLong(ids.nextLong() | 1);
    }
    return ByteString.copyFrom(id.flip());
  }
}
