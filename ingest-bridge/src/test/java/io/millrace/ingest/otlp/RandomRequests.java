// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Random;

/** Valid requests of any shape, the same for the same seed: few traces, so that they meet. */
public final class RandomRequests {
  private static final int TRACES = 4;

  private final Random random;
  private long spans;

  public RandomRequests(long seed) {
    random = new Random(seed);
  }

  public ExportTraceServiceRequest traces() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      ResourceSpans.Builder resource = ResourceSpans.newBuilder().setSchemaUrl(schemaUrl());
      if (random.nextBoolean()) {
        resource.setResource(resource());
      }
      for (int j = random.nextInt(4); j > 0; j--) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setSchemaUrl(schemaUrl());
        if (random.nextBoolean()) {
          scope.setScope(scope());
        }
        for (int k = random.nextInt(8); k > 0; k--) {
          scope.addSpans(span());
        }
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  public ExportLogsServiceRequest logs() {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      ScopeLogs.Builder scope = ScopeLogs.newBuilder().setScope(scope());
      for (int k = random.nextInt(8); k > 0; k--) {
        LogRecord.Builder log = LogRecord.newBuilder().setBody(text(random.nextInt(200)));
        if (random.nextBoolean()) {
          log.setTraceId(traceId());
        }
        scope.addLogRecords(log);
      }
      request.addResourceLogs(
          ResourceLogs.newBuilder().setResource(resource()).addScopeLogs(scope));
    }
    return request.build();
  }

  public ExportMetricsServiceRequest metrics() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      ScopeMetrics.Builder scope = ScopeMetrics.newBuilder().setScope(scope());
      for (int k = random.nextInt(8); k > 0; k--) {
        NumberDataPoint point = NumberDataPoint.newBuilder().setAsInt(random.nextLong()).build();
        scope.addMetrics(
            Metric.newBuilder()
                .setName("m" + k)
                .setGauge(Gauge.newBuilder().addDataPoints(point).addDataPoints(point)));
      }
      request.addResourceMetrics(
          ResourceMetrics.newBuilder().setResource(resource()).addScopeMetrics(scope));
    }
    return request.build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceId())
            .setSpanId(ByteString.copyFrom(longBytes(++spans)))
            .setName("span " + random.nextInt(5))
            .setStartTimeUnixNano(random.nextLong())
            .setEndTimeUnixNano(random.nextLong());
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addAttributes(
          KeyValue.newBuilder().setKey("key." + i).setValue(text(random.nextInt(400))));
    }
    if (random.nextInt(10) == 0) {
      span.addAttributes(KeyValue.newBuilder().setKey("prompt").setValue(text(30_000)));
    }
    return span.build();
  }

  private ByteString traceId() {
    byte[] id = new byte[16];
    id[0] = 9;
    id[15] = (byte) random.nextInt(TRACES);
    return ByteString.copyFrom(id);
  }

  private Resource resource() {
    return Resource.newBuilder()
        .addAttributes(
            KeyValue.newBuilder().setKey("service.name").setValue(text(random.nextInt(40))))
        .build();
  }

  private InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName("scope." + random.nextInt(3)).build();
  }

  private String schemaUrl() {
    return random.nextBoolean() ? "" : "https://opentelemetry.io/schemas/1." + random.nextInt(40);
  }

  private AnyValue text(int chars) {
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return AnyValue.newBuilder().setStringValue(text.toString()).build();
  }

  private static byte[] longBytes(long value) {
    return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
