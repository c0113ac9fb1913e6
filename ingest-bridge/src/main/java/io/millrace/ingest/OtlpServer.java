// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.grpc.OtlpGrpcService;
import io.millrace.ingest.http.OtlpHttpService;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.Receiver;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;

/** The server of both OTLP ports; everything is served on each. */
final class OtlpServer {
  /** Langfuse's path of /v1/traces, which its SDKs have built in. */
  private static final String LANGFUSE_TRACES = "/api/public/otel/v1/traces";

  private static final int BLOCKING_THREADS = 16;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration QUIET_PERIOD = Duration.ofMillis(100);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(15);

  private OtlpServer() {}

  /** A server, not yet started. */
  static Server create(
      ListenConfig listen,
      LimitsConfig limits,
      Receiver receiver,
      Admission admission,
      BridgeMetrics metrics,
      Clock clock) {
    ServerBuilder server =
        Server.builder()
            .http(new InetSocketAddress(listen.bindAddress(), listen.httpPort()))
            .http(new InetSocketAddress(listen.bindAddress(), listen.grpcPort()))
            .blockingTaskExecutor(BLOCKING_THREADS)
            .requestTimeout(REQUEST_TIMEOUT)
            .maxRequestLength(0) // bodies are counted by the services, which answer in OTLP's way
            .gracefulShutdownTimeout(QUIET_PERIOD, SHUTDOWN_TIMEOUT)
            .errorHandler((context, cause) -> timeout(cause));
    for (Signal signal : Signal.values()) {
      OtlpHttpService service =
          new OtlpHttpService(signal, receiver, admission, metrics, clock, limits.maxBodyBytes());
      server.service(post(signal.path()), service);
      if (signal == Signal.TRACES) {
        server.service(post(LANGFUSE_TRACES), service);
      }
    }
    server.service(
        OtlpGrpcService.of(receiver, metrics, clock, limits.maxBodyBytes()),
        service -> OtlpGrpcService.admitting(service, admission));
    return server.build();
  }

  private static Route post(String path) {
    return Route.builder().path(path).methods(HttpMethod.POST).build();
  }

  /** A body that came too slowly may be sent again; null = Armeria's own answer. */
  private static HttpResponse timeout(Throwable cause) {
    if (!(cause instanceof RequestTimeoutException)) {
      return null;
    }
    return HttpResponse.of(
        ResponseHeaders.of(HttpStatus.SERVICE_UNAVAILABLE, HttpHeaderNames.RETRY_AFTER, "1"));
  }
}
