// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a request of traces into requests of one span each, with the same resource and scope. */
final class SpanSplitter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SpanSplitter() {}

  /** The request's spans, each in a request of its own; whatever else stays whole. */
  static List<CapturedRequest> split(CapturedRequest request) throws IOException {
    if (!request.endpoint().isOf(Signal.TRACES)) {
      return List.of(request);
    }
    List<byte[]> bodies =
        request.isJson() ? splitJson(request.body()) : splitProtobuf(request.body());
    List<CapturedRequest> split = new ArrayList<>();
    for (byte[] body : bodies) {
      split.add(request.withBody(request.name() + "/" + (split.size() + 1), body));
    }
    return split;
  }

  private static List<byte[]> splitProtobuf(byte[] body) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          bodies.add(oneSpan(resource, scope, span).toByteArray());
        }
      }
    }
    return bodies;
  }

  private static ExportTraceServiceRequest oneSpan(
      ResourceSpans resource, ScopeSpans scope, Span span) {
    ScopeSpans onlySpan = scope.toBuilder().clearSpans().addSpans(span).build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(resource.toBuilder().clearScopeSpans().addScopeSpans(onlySpan))
        .build();
  }

  private static List<byte[]> splitJson(byte[] body) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    for (JsonNode resource : JSON.readTree(body).path("resourceSpans")) {
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          bodies.add(oneSpan(resource, scope, span).toString().getBytes(UTF_8));
        }
      }
    }
    return bodies;
  }

  private static ObjectNode oneSpan(JsonNode resource, JsonNode scope, JsonNode span) {
    ObjectNode onlyScope = scope.deepCopy();
    onlyScope.putArray("spans").add(span);
    ObjectNode onlyResource = resource.deepCopy();
    onlyResource.putArray("scopeSpans").add(onlyScope);
    ObjectNode request = JSON.createObjectNode();
    request.putArray("resourceSpans").add(onlyResource);
    return request;
  }
}
