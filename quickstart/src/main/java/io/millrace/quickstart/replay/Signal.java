// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Map;
import java.util.Optional;

/** The three signals of OTLP 1.8: their HTTP path and their gRPC method. */
public enum Signal {
  TRACES("/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService"),
  LOGS("/v1/logs", "opentelemetry.proto.collector.logs.v1.LogsService"),
  METRICS("/v1/metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService");

  /** Langfuse's endpoint takes plain OTLP. */
  private static final Map<String, Signal> ALIASES = Map.of("/api/public/otel/v1/traces", TRACES);

  private final String httpPath;
  private final String grpcService;

  Signal(String httpPath, String grpcService) {
    this.httpPath = httpPath;
    this.grpcService = grpcService;
  }

  String httpPath() {
    return httpPath;
  }

  /** The signal of a recorded path, whatever its query; nothing if the path is no OTLP. */
  public static Optional<Signal> ofPath(String recorded) {
    String path = recorded.replaceFirst("\\?.*", "");
    for (Signal signal : values()) {
      if (path.equals(signal.httpPath) || path.contains(signal.grpcService)) {
        return Optional.of(signal);
      }
    }
    return Optional.ofNullable(ALIASES.get(path));
  }

  /** How many items an answer in protobuf says were refused. */
  long refused(byte[] answer) throws InvalidProtocolBufferException {
    return switch (this) {
      case TRACES ->
          ExportTraceServiceResponse.parseFrom(answer).getPartialSuccess().getRejectedSpans();
      case LOGS ->
          ExportLogsServiceResponse.parseFrom(answer).getPartialSuccess().getRejectedLogRecords();
      case METRICS ->
          ExportMetricsServiceResponse.parseFrom(answer)
              .getPartialSuccess()
              .getRejectedDataPoints();
    };
  }
}
