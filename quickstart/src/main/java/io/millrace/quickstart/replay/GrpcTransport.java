// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.linecorp.armeria.client.grpc.GrpcClientBuilder;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc.LogsServiceBlockingStub;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc.MetricsServiceBlockingStub;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Sends a request by OTLP/gRPC 1.8. */
final class GrpcTransport {
  private static final Set<Status.Code> RETRYABLE =
      Set.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);

  private static final Set<String> SAID_BY_THE_CLIENT = Set.of("user-agent", "accept");

  private final URI base;

  GrpcTransport(URI base) {
    this.base = base;
  }

  Answer send(CapturedRequest request) throws IOException {
    GrpcClientBuilder client = client(request.headers());
    try {
      return Answer.accepted(
          switch (request.endpoint().signal().orElseThrow()) {
            case TRACES ->
                client
                    .build(TraceServiceBlockingStub.class)
                    .export(ExportTraceServiceRequest.parseFrom(request.body()))
                    .getPartialSuccess()
                    .getRejectedSpans();
            case LOGS ->
                client
                    .build(LogsServiceBlockingStub.class)
                    .export(ExportLogsServiceRequest.parseFrom(request.body()))
                    .getPartialSuccess()
                    .getRejectedLogRecords();
            case METRICS ->
                client
                    .build(MetricsServiceBlockingStub.class)
                    .export(ExportMetricsServiceRequest.parseFrom(request.body()))
                    .getPartialSuccess()
                    .getRejectedDataPoints();
          });
    } catch (StatusRuntimeException e) {
      String text = "gRPC " + e.getStatus();
      return RETRYABLE.contains(e.getStatus().getCode())
          ? Answer.retryable(text)
          : Answer.refused(text);
    }
  }

  private GrpcClientBuilder client(Map<String, String> headers) {
    GrpcClientBuilder client = GrpcClients.builder("gproto+" + base);
    headers.forEach(
        (name, value) -> {
          if (!SAID_BY_THE_CLIENT.contains(name)) {
            client.setHeader(name, value);
          }
        });
    return client;
  }
}
