// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.google.errorprone.annotations.Immutable;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.millrace.schemas.Topics;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;

/**
 * OTLP's three signals and all in which they differ here. Their requests have one shape: request
 * (1: resource items), resource items (1: resource, 2: scope items, 3: schema URL), scope items (1:
 * scope, 2: items, 3: schema URL).
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/tree/v1.8.0">opentelemetry-
 *     proto 1.8.0</a>
 */
public enum Signal {
  TRACES(
      Topics.SPANS,
      "/v1/traces",
      TraceServiceGrpc.getExportMethod(),
      ExportTraceServiceRequest.getDefaultInstance(),
      new ItemFields("span", "rejectedSpans", 1, 2, 5)),
  LOGS(
      Topics.LOGS,
      "/v1/logs",
      LogsServiceGrpc.getExportMethod(),
      ExportLogsServiceRequest.getDefaultInstance(),
      new ItemFields("log record", "rejectedLogRecords", 9, 10, ItemFields.NONE)),
  METRICS(
      Topics.METRICS,
      "/v1/metrics",
      MetricsServiceGrpc.getExportMethod(),
      ExportMetricsServiceRequest.getDefaultInstance(),
      new ItemFields("metric", "rejectedDataPoints", ItemFields.NONE, ItemFields.NONE, 1));

  private final String topic;
  private final String path;
  private final String grpcService;
  private final String grpcMethod;
  private final Message emptyRequest;
  private final ItemFields item;

  Signal(
      String topic,
      String path,
      MethodDescriptor<?, ?> method,
      Message emptyRequest,
      ItemFields item) {
    this.topic = topic;
    this.path = path;
    this.grpcService = method.getServiceName();
    this.grpcMethod = method.getFullMethodName();
    this.emptyRequest = emptyRequest;
    this.item = item;
  }

  /**
   * What an item is called and where it says whose it is: protobuf field numbers.
   *
   * @param noun one item in words
   * @param rejectedJsonName the count of refused items in the JSON of partial_success
   */
  @Immutable
  record ItemFields(String noun, String rejectedJsonName, int traceId, int spanId, int name) {
    static final int NONE = -1;
  }

  public String topic() {
    return topic;
  }

  /** The path of OTLP/HTTP. */
  public String path() {
    return path;
  }

  /** {@code package.Service} of OTLP/gRPC. */
  public String grpcService() {
    return grpcService;
  }

  /** {@code package.Service/Export} of OTLP/gRPC. */
  public String grpcMethod() {
    return grpcMethod;
  }

  Message emptyRequest() {
    return emptyRequest;
  }

  ItemFields item() {
    return item;
  }

  /** For metrics' labels: traces, logs, metrics. */
  public String label() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
