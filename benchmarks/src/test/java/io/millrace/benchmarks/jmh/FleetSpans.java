// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.jmh;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the fleet sends, as the benchmarks take it: all dialects, in disorder. */
final class FleetSpans {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  /** A span with all that its meaning depends on. */
  record Sent(Resource resource, InstrumentationScope scope, Span span, byte[] bytes) {}

  private FleetSpans() {}

  /** One request with exactly so many spans, of several services. */
  static byte[] request(int spans, int spanBytes) throws InvalidProtocolBufferException {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (Sent sent : spans(spans, spanBytes).subList(0, spans)) {
      request.addResourceSpans(
          ResourceSpans.newBuilder()
              .setResource(sent.resource())
              .addScopeSpans(ScopeSpans.newBuilder().setScope(sent.scope()).addSpans(sent.span())));
    }
    return request.build().toByteArray();
  }

  /** At least so many spans of so many bytes. */
  static List<Sent> spans(int spans, int spanBytes) throws InvalidProtocolBufferException {
    List<Sent> sent = new ArrayList<>();
    List<FleetRequest> requests = new ArrayList<>();
    new Fleet(new FleetPlan(1, spans, spanBytes, 0, 0, START, false))
        .onTime()
        .forEachRemaining(requests::add);
    for (FleetRequest request : requests) {
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            sent.add(new Sent(resource.getResource(), scope.getScope(), span, span.toByteArray()));
          }
        }
      }
    }
    return sent;
  }
}
