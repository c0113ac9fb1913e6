// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stored spans as OTLP JSON, which differs from protobuf's own JSON in that ids are hexadecimal and
 * enums numbers (OTLP 1.9, JSON Protobuf Encoding). Attributes of resources are texts: their types
 * are not stored.
 */
final class OtlpJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");

  /** What spans share. */
  private record Origin(Map<?, ?> resource, String scopeName, String scopeVersion) {}

  private OtlpJson() {}

  /** Of rows with raw (Base64), resource, scope_name and scope_version. */
  static String of(List<Map<String, Object>> rows) throws IOException {
    Map<Origin, ScopeSpans.Builder> byOrigin = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      byte[] raw = Base64.getDecoder().decode(row.get("raw").toString());
      byOrigin.computeIfAbsent(origin(row), OtlpJson::scope).addSpans(Span.parseFrom(raw));
    }
    TracesData.Builder data = TracesData.newBuilder();
    byOrigin.forEach(
        (origin, spans) ->
            data.addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(resource(origin.resource()))
                    .addScopeSpans(spans)));
    JsonNode tree = JSON.readTree(JsonFormat.printer().printingEnumsAsInts().print(data));
    hexIds(tree);
    return tree.toString();
  }

  private static Origin origin(Map<String, Object> row) {
    return new Origin(
        (Map<?, ?>) row.get("resource"),
        row.get("scope_name").toString(),
        row.get("scope_version").toString());
  }

  private static ScopeSpans.Builder scope(Origin origin) {
    return ScopeSpans.newBuilder()
        .setScope(
            InstrumentationScope.newBuilder()
                .setName(origin.scopeName())
                .setVersion(origin.scopeVersion()));
  }

  private static Resource resource(Map<?, ?> attributes) {
    Resource.Builder resource = Resource.newBuilder();
    attributes.forEach(
        (key, value) ->
            resource.addAttributes(
                KeyValue.newBuilder()
                    .setKey(key.toString())
                    .setValue(AnyValue.newBuilder().setStringValue(value.toString()))));
    return resource.build();
  }

  private static void hexIds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String id : IDS) {
        if (object.has(id)) {
          byte[] bytes = Base64.getDecoder().decode(object.get(id).textValue());
          object.put(id, HexFormat.of().formatHex(bytes));
        }
      }
    }
    node.forEach(OtlpJson::hexIds);
  }
}
